import { readdir, readFile } from 'node:fs/promises';
import { registry } from '@cairn/domain';
import { replayFrozen } from './frozen/frozen-account.ts';
import type { FrozenQueues } from './frozen/frozen-queues.ts';

// What devices of each release may still have in their outboxes. `sim/src/freeze.ts` writes one file for each release.

const folder = new URL('./frozen/queues/', import.meta.url);
const releases = (await readdir(folder)).map((file) => file.replace('.json', ''));
const inOrder = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

async function frozen(release: string): Promise<FrozenQueues> {
  return JSON.parse(await readFile(new URL(`${release}.json`, folder), 'utf8')) as FrozenQueues;
}

test.each(releases)(
  '[fault F29] [E4] [A2] what devices of release %s have queued is taken as it was written, and comes to what it came to then',
  async (release) => {
    const { receipts, entities, ...queues } = await frozen(release);
    const today = await replayFrozen(queues);
    expect(today.receipts).toEqual(receipts);
    expect(today.entities).toHaveLength(entities.length);
    // Fields that were added since are not asked about.
    expect(today.entities).toMatchObject(entities);
  },
);

test('[E4] the newest corpus has every event of today: one that was added since is frozen with its release', async () => {
  const { queues } = await frozen(releases.sort(inOrder).at(-1)!);
  const written = new Set(queues.flatMap(({ entries }) => entries.map(({ mutation }) => mutation)));
  expect(registry.mutations.filter((mutation) => !written.has(mutation))).toEqual([]);
});

test('[E4] the corpus holds what makes a queue hard to take', async () => {
  for (const release of releases) {
    const { queues, receipts } = await frozen(release);
    const all = receipts.flat();
    const statuses = new Set(all.map(({ status }) => status));
    expect([...statuses].sort()).toEqual(['APPLIED', 'CONFLICT', 'MERGED', 'REJECTED']);
    expect(all.some(({ resent, code }) => resent && code === 'ENTITY_EXISTS')).toBe(true);
    expect(new Set(queues.map(({ device }) => device)).size).toBeGreaterThan(1);
    const entries = queues.flatMap((queue) => queue.entries);
    expect(entries.some((entry) => 'rejection' in entry)).toBe(true);
    expect(entries.some((entry) => 'base' in entry)).toBe(true);
    expect(Math.max(...queues.map((queue) => queue.entries.length))).toBeGreaterThan(25);
  }
});
