import { LockManager, type LockUser } from './lock-manager.ts';

/** As the platform has them: those who share hold it together, and whoever wants it alone keeps its place in the queue. */
function tab(manager: LockManager<LockUser>) {
  const user: LockUser = { enter: (work) => work() };
  const locks = manager.of(user);
  return {
    user,
    take(shared: boolean) {
      const state = { held: false, end: () => {} };
      const ended = new Promise<void>((resolve) => (state.end = resolve));
      const work = () => {
        state.held = true;
        return ended;
      };
      void locks.request('lock', new AbortController().signal, work, { shared }).catch(() => undefined);
      return state;
    },
  };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
const manager = () => new LockManager<LockUser>({ happened: () => undefined, heard: () => undefined });

test('[S10] whoever wants a lock alone waits for all who share it', async () => {
  const locks = manager();
  const [a, b, c] = [tab(locks), tab(locks), tab(locks)];
  const [first, second, alone] = [a.take(true), b.take(true), c.take(false)];
  expect([first.held, second.held, alone.held]).toEqual([true, true, false]);
  first.end();
  await turn();
  expect(alone.held).toBe(false);
  second.end();
  await turn();
  expect(alone.held).toBe(true);
});

test('[S10] who comes later to share does not overtake who waits to have it alone', async () => {
  const locks = manager();
  const [a, b, c] = [tab(locks), tab(locks), tab(locks)];
  const [first, alone, later] = [a.take(true), b.take(false), c.take(true)];
  first.end();
  await turn();
  expect([alone.held, later.held]).toEqual([true, false]);
  alone.end();
  await turn();
  expect(later.held).toBe(true);
});

test('[S10] a tab that is gone holds nothing', async () => {
  const locks = manager();
  const [a, b, c] = [tab(locks), tab(locks), tab(locks)];
  a.take(true);
  b.take(true);
  const alone = c.take(false);
  locks.leave(a.user);
  expect(alone.held).toBe(false);
  locks.leave(b.user);
  expect(alone.held).toBe(true);
});
