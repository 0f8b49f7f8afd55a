import { runRing } from './src/ring/run.ts';

// The process ring in short; `npm run ring` is the long one. See docs/process-ring.md.

const seed = Number(process.env.SEED ?? 1);

test(`[S1] [S2] [S3] [S4] [S5] [S6] [S7] [S9] [L1] [M9] [A1] [A7] [O1] everything is killed and cut once, while five devices write (SEED=${seed})`, async () => {
  const { counts, wrong, quietAfter } = await runRing({
    seed,
    seconds: 0,
    faultEvery: 1_200,
    writeEvery: 150,
    quietWithin: 60,
  });
  expect(wrong).toEqual([]);
  expect(Object.entries(counts).filter(([, times]) => times === 0)).toEqual([]);
  expect(quietAfter).toBeLessThan(60);
}, 300_000);
