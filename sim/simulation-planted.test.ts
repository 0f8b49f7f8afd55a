import { catchFault, plantedFaults } from './src/planted/index.ts';

// A simulation that finds nothing may be blind: each of these mistakes must be found. `npm run sim -- --planted` says how.

const SEEDS = 300;

test.each(plantedFaults)(
  '[S1] [S2] [S3] [S4] [S9] [S13] [L1] found: $name',
  async (fault) => {
    expect(await catchFault(fault, SEEDS)).toMatchObject({ invariant: expect.not.stringMatching('HARNESS') });
  },
  120_000,
);
