import { memoryBucketStore } from '../cache/bucket-store.ts';
import { StoredKept } from './kept.ts';

test('[V1] what is set while another text is written is stored as well, and `settled` waits for it', async () => {
  const memory = new Map<string, string>();
  const kept = await StoredKept.open(memoryBucketStore(memory));
  kept.set('line', 'a');
  const first = kept.settled();
  kept.set('line', 'ab');
  kept.set('other', 'c');
  await kept.settled();
  expect([...memory]).toEqual([
    ['line', 'ab'],
    ['other', 'c'],
  ]);
  // In the very step in which the writing before ends.
  await first.then(() => kept.set('line', 'abc'));
  await kept.settled();
  expect(memory.get('line')).toBe('abc');
});

test('[V1] what could not be written is written once more, and then given up', async () => {
  const memory = new Map<string, string>();
  const store = memoryBucketStore(memory);
  let failures = 1;
  const kept = await StoredKept.open({
    ...store,
    set: async (key, value) => {
      if ((failures -= 1) >= 0) throw new Error('the handle is dead');
      await store.set(key, value);
    },
  });
  kept.set('line', 'a');
  await kept.settled();
  expect(memory.get('line')).toBe('a');
  failures = 2;
  kept.set('line', 'ab');
  await kept.settled();
  expect(memory.get('line')).toBe('a');
  expect(kept.get('line')).toBe('ab');
});
