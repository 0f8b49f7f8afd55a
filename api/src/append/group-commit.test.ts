import { GroupCommit } from './group-commit.ts';

/** Calls are a key and a weight: `a3`. */
function setUp(
  fails: (calls: readonly string[]) => Error | undefined = () => undefined,
  limits: { readonly lanes?: number; readonly jointLimit?: number } = {},
) {
  const runs: string[] = [];
  let release: (() => void)[] = [];
  const groups = new GroupCommit<string, string>({
    async run(calls) {
      runs.push(calls.join(' '));
      await new Promise<void>((resolve) => release.push(resolve));
      const error = fails(calls);
      if (error) throw error;
      return calls.map((call) => (call === 'x1' ? { error: new Error('x1') } : { answer: `answer ${call}` }));
    },
    keyOf: (call) => call[0]!,
    weightOf: (call) => Number(call.slice(1)),
    limit: 10,
    jointLimit: 10,
    lanes: 2,
    isShared: (error) => (error as Error).message === 'shared',
    ...limits,
  });
  const submit = (...calls: readonly string[]) => Promise.allSettled(calls.map((call) => groups.submit(call)));
  const rest = async () => {
    while (release.length > 0) {
      const waiting = release;
      release = [];
      waiting.forEach((resolve) => resolve());
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { submit, rest, runs };
}

const answered = (results: readonly PromiseSettledResult<string>[]) =>
  results.map((result) => (result.status === 'fulfilled' ? result.value : `failed: ${String(result.reason.message)}`));

test('[A3] calls of one key that come while one runs go together, in order, and get each their own answer', async () => {
  const { submit, rest, runs } = setUp();
  const answers = submit('a1', 'a2', 'a3', 'b4');
  await rest();
  expect(answered(await answers)).toEqual(['answer a1', 'answer a2', 'answer a3', 'answer b4']);
  expect(runs).toEqual(['a1', 'b4', 'a2 a3']);
});

test('[A3] calls of many keys share a run, and no key is in two at once', async () => {
  const { submit, rest, runs } = setUp();
  const answers = submit('a1', 'b1', 'c1', 'a2', 'd1', 'b2', 'c2');
  await rest();
  await answers;
  expect(runs).toEqual(['a1', 'b1', 'c1 a2 d1 c2', 'b2']);
});

test('[A3] a group holds no more than its limit, a call above it runs alone, and none overtakes one of its key', async () => {
  const { submit, rest, runs } = setUp(undefined, { jointLimit: 6 });
  const answers = submit('a1', 'b1', 'a6', 'a4', 'a3', 'b2', 'a9', 'c1', 'a12', 'a1');
  await rest();
  await answers;
  expect(runs).toEqual(['a1', 'b1', 'a6 a4', 'b2 c1', 'a3', 'a9', 'a12', 'a1']);
});

test("[A3] one caller's failure is not another's", async () => {
  const { submit, rest, runs } = setUp((calls) => (calls.includes('b2') ? new Error('two') : undefined), { lanes: 1 });
  const answers = submit('a1', 'b2', 'c3', 'x1');
  await rest();
  expect(answered(await answers)).toEqual(['answer a1', 'failed: two', 'answer c3', 'failed: x1']);
  expect(runs).toEqual(['a1', 'b2 c3 x1', 'b2', 'c3', 'x1']);
});

test('[A3] a failure that all would meet again is met once', async () => {
  const { submit, rest, runs } = setUp((calls) => (calls.includes('a1') ? undefined : new Error('shared')), {
    lanes: 1,
  });
  const answers = submit('a1', 'b2', 'c3');
  await rest();
  expect(answered(await answers)).toEqual(['answer a1', 'failed: shared', 'failed: shared']);
  expect(runs).toEqual(['a1', 'b2 c3']);
});
