import fc from 'fast-check';
import { isUuid, roundId, uuidv7 } from '../index.ts';

const fresh = fc
  .tuple(fc.nat({ max: 2 ** 47 }), fc.uint8Array({ minLength: 10, maxLength: 10 }))
  .map(([now, random]) => uuidv7(now, random));

test('[M11] each task has one next round, and each round; none has the id of a fresh task', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fresh, { minLength: 1, maxLength: 5 }), (ids) => {
      const all = ids.flatMap((id) => {
        const rounds = [id];
        for (let n = 0; n < 10; n += 1) rounds.push(roundId(rounds.at(-1)!));
        return rounds;
      });
      expect(all.every(isUuid)).toBe(true);
      expect(new Set(all).size).toBe(all.length);
      expect(all.filter((id) => id[14] === '7')).toEqual(ids);
    }),
  );
});

test('[M11] the rounds of one task never meet, also after ten years of days', () => {
  const seen = new Set<string>();
  let id = '01900000-0000-7abc-8000-0000000000aa';
  for (let n = 0; n < 10_000; n += 1) {
    id = roundId(id);
    expect(isUuid(id)).toBe(true);
    seen.add(id);
  }
  expect(seen.size).toBe(10_000);
});

// What stands in logs and outboxes of every release: never to change.
test.each([
  ['01900000-0000-7abc-8000-0000000000aa', '01900000-0000-8000-8000-0000000000aa'],
  ['01900000-0000-8000-8000-0000000000aa', '01900000-0000-8001-8000-0000000000aa'],
  ['01900000-0000-8fff-8000-0000000000aa', '01900000-0001-8000-8000-0000000000aa'],
  ['ffffffff-ffff-8fff-bfff-ffffffffffff', '00000000-0000-8000-bfff-ffffffffffff'],
  ['3f1b9c1e-5d2a-4c3b-9e8f-7a6b5c4d3e2f', '3f1b9c1e-5d2a-8000-9e8f-7a6b5c4d3e2f'],
])('[M11] after %s comes %s', (id, next) => {
  expect(roundId(id)).toBe(next);
});
