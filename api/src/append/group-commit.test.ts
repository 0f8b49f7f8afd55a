import { GroupCommit } from './group-commit.ts';

function setUp(fails: (calls: readonly number[]) => Error | undefined = () => undefined) {
  const runs: number[][] = [];
  let release: (() => void)[] = [];
  const groups = new GroupCommit<number, string>({
    async run(_key, calls) {
      runs.push([...calls]);
      await new Promise<void>((resolve) => release.push(resolve));
      const error = fails(calls);
      if (error) throw error;
      return calls.map((call) => `answer ${call}`);
    },
    weightOf: (call) => call,
    limit: 10,
    isShared: (error) => (error as Error).message === 'shared',
  });
  const next = async () => {
    const waiting = release;
    release = [];
    waiting.forEach((resolve) => resolve());
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { groups, runs, next };
}

test('[A3] calls that come while one runs go together, in order, and get each their own answer', async () => {
  const { groups, runs, next } = setUp();
  const answers = Promise.all([1, 2, 3].map((call) => groups.submit('a', call)));
  const other = groups.submit('b', 4);
  await next();
  await next();
  expect(await answers).toEqual(['answer 1', 'answer 2', 'answer 3']);
  expect(await other).toBe('answer 4');
  expect(runs).toEqual([[1], [4], [2, 3]]);
});

test('[A3] a group holds no more than its limit, and a call above it runs alone', async () => {
  const { groups, runs, next } = setUp();
  const answers = Promise.all([1, 6, 4, 3, 12, 1].map((call) => groups.submit('a', call)));
  for (let turn = 0; turn < 5; turn += 1) await next();
  await answers;
  expect(runs).toEqual([[1], [6, 4], [3], [12], [1]]);
});

test("[A3] one caller's failure is not another's", async () => {
  const { groups, runs, next } = setUp((calls) => (calls.includes(2) ? new Error('two') : undefined));
  const answers = Promise.allSettled([1, 2, 3].map((call) => groups.submit('a', call)));
  for (let turn = 0; turn < 4; turn += 1) await next();
  expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(runs).toEqual([[1], [2, 3], [2], [3]]);
});

test('[A3] a failure that all would meet again is met once', async () => {
  const { groups, runs, next } = setUp((calls) => (calls.includes(1) ? undefined : new Error('shared')));
  const answers = Promise.allSettled([1, 2, 3].map((call) => groups.submit('a', call)));
  for (let turn = 0; turn < 2; turn += 1) await next();
  expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(runs).toEqual([[1], [2, 3]]);
});
