import { describeFailure, seedsFrom } from './src/seeds.ts';
import { EmbeddedWorlds } from './src/world/embedded-worlds.ts';
import { runWorld } from './src/world/world.ts';

// The worlds of simulation.test.ts on PostgreSQL. `npm run sim -- --embedded` runs more of them.

test('[S1] [S2] [S4] [S7] [S9] [L1] every step is safe on the embedded database, and in the end all converge', async () => {
  const worlds = await EmbeddedWorlds.start();
  const failures: string[] = [];
  try {
    for (const seed of seedsFrom(1, 5)) {
      const run = await runWorld(seed, worlds.options);
      if (run.violation) failures.push(describeFailure(run));
    }
  } finally {
    await worlds.stop();
  }
  expect(failures).toEqual([]);
}, 300_000);
