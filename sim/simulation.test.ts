import { runSeeds, type SeedsRun } from './src/run-seeds.ts';
import { describeFailure, seedsFrom, seedsWithFailed } from './src/seeds.ts';
import type { Sometimes } from './src/world/counters.ts';
import { runWorld } from './src/world/world.ts';

// Whole worlds, each from its seed: devices, tabs, roads, clocks, disks and servers that fail. `npm run sim` runs more of
// them, `SEED=… npm run sim` one again, line by line. docs/simulation.md says what holds after each step.

const SEEDS = 300;

let run: SeedsRun;

beforeAll(async () => {
  run = await runSeeds(seedsWithFailed(seedsFrom(1, SEEDS)));
}, 600_000);

test('[S1] [S2] [S3] [S4] [S5] [S6] [S7] [S8] [S9] [S10] [S12] [S13] [L1] [M3] [O2] [O3] [O5] [SAFE4] every step is safe, and in the end all converge', () => {
  expect(run.failed.map(describeFailure)).toEqual([]);
});

test('[S9] the runs were not empty: all that may happen has happened', () => {
  expect(run.counters.never()).toEqual([]);
});

/** By what it does to the runs above: a fault that has not happened there holds nothing to its word. */
const FAULTS: readonly (readonly [title: string, ...happened: Sometimes[]])[] = [
  ['[fault F1] [S3] [S8] a tab dies around each write of its storage', 'crash before a write', 'crash after a write'],
  ['[fault F3] [S2] requests are lost', 'request lost', 'request doubled'],
  ['[fault F4] [S2] replies are lost', 'reply lost', 're-send answered'],
  ['[fault F7] [S5] batches overtake each other', 'overtaken'],
  ['[fault F8] [S2] two tabs believe that they lead', 'tab frozen', 'lock stolen'],
  ['[fault F9] [L1] the tab that leads is frozen, or closed', 'tab frozen', 'second tab leads', 'tab closed'],
  ['[fault F19] [L1] a socket is half open', 'socket half open'],
  ['[fault F23] [L1] the road is cut in either direction', 'partition healed'],
  ['[fault F25] [S3] a captive portal answers, or half an answer comes', 'captive portal', 'answer cut short'],
  ['[fault F26] [S6] a clock is ahead, by minutes or by years', 'clock clamped', 'clock set'],
  ['[fault F27] [S2] [S5] a clock is set back', 'clock set'],
  ['[fault F29] [S3] an app is older than the server', 'old app', 'app updated'],
  ['[fault F30] [S7] [S9] what a newer release wrote reaches an older one', 'old app', 'app updated'],
  ['[fault F31] [S3] a token expires in the middle of everything', 'token refreshed'],
  ['[fault F32] [SAFE1] the reply to a refresh is lost', 'refresh reply lost'],
  ['[fault F33] [S12] a session is ended from elsewhere', 'session revoked', 'queue kept aside'],
  ['[fault F35] [S3] the quota is reached in the middle of a queue', 'quota reached'],
  ['[fault F36] [O3] [L1] the server asks to wait', 'asked to wait'],
  [
    '[fault F37] [S3] [L1] events that the server rejects',
    'rejected',
    'retried by the person',
    'discarded by the person',
  ],
  ['[fault F46] [S1] [S9] a backup is restored', 'backup restored', 'given back'],
  ['[fault F47] [S5] servers of two releases at once', 'event too new for the server', 'server updated'],
  ['[fault F48] [S13] a disk is full', 'storage full'],
  ['[fault F50] [S13] a storage handle dies', 'storage handle died', 'working from memory'],
  ['[fault F53] [S3] all that a site has stored is taken away', 'storage evicted'],
  [
    '[fault F56] [S10] [SAFE4] somebody signs out: offline, in one of two tabs, dying half-way',
    'signed out',
    'signed out offline',
    'signed out in one of two tabs',
    'signed out with unsent events',
    'sign-out finished at the next start',
  ],
  ['[fault F57] [S10] [O5] another account on the same device', 'signed in to another account', 'queue kept aside'],
];

for (const [title, ...happened] of FAULTS) {
  test(title, () => {
    expect(run.failed.map(describeFailure)).toEqual([]);
    expect(happened.filter((what) => run.counters.of(what) === 0)).toEqual([]);
  });
}

test('[S9] the same seed is the same run, to the letter', async () => {
  const runs = [await runWorld(7), await runWorld(8), await runWorld(7)];
  expect(runs[2]).toEqual(runs[0]);
  expect(runs[1]!.hash).not.toBe(runs[0]!.hash);
}, 60_000);
