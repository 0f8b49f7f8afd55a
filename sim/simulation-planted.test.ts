import { plantedFaults, type Catch } from './src/planted/index.ts';
import { catchAll } from './src/run-seeds.ts';

// A simulation that finds nothing may be blind: each of these mistakes must be found. `npm run sim -- --planted` says how.

const SEEDS = 300;

let caught: ReadonlyMap<string, Catch | undefined>;

beforeAll(async () => {
  caught = await catchAll(SEEDS);
}, 400_000);

test.each(plantedFaults)('[S1] [S2] [S3] [S4] [S9] [S13] [L1] found: $name', ({ name }) => {
  expect(caught.get(name)).toMatchObject({ invariant: expect.not.stringMatching('HARNESS') });
});
