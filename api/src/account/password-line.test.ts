import { PasswordLine } from './password-line.ts';

const pending = () => {
  const finish: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const work = () =>
    new Promise<void>((resolve) => {
      most = Math.max(most, (running += 1));
      finish.push(() => {
        running -= 1;
        resolve();
      });
    });
  return { finish, work, most: () => most };
};
const settle = async () => {
  for (let n = 0; n < 10; n += 1) await Promise.resolve();
};

test('[SAFE8] a few run at once, some wait in order, and who finds the line full is told when to come again', async () => {
  const line = new PasswordLine({ concurrent: 2, waiting: 100, milliseconds: 60 });
  const { finish, work, most } = pending();
  const done: number[] = [];
  const runs = Array.from({ length: 102 }, (_, n) => line.run(work).then(() => done.push(n)));
  await settle();
  expect(finish).toHaveLength(2);
  await expect(line.run(work)).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED', retryAfter: 3 } });
  for (let n = 0; n < 102; n += 1) {
    finish[n]!();
    await settle();
  }
  await Promise.all(runs);
  expect(most()).toBe(2);
  expect(done).toEqual(Array.from({ length: 102 }, (_, n) => n));
});

test('[SAFE8] one that fails makes room like any other, and nobody who comes in between takes a place that was handed on', async () => {
  const line = new PasswordLine({ concurrent: 1, waiting: 1, milliseconds: 60 });
  const { finish, work, most } = pending();
  const failing = line.run(() => Promise.reject(new Error('no memory')));
  const waiting = line.run(work);
  await expect(failing).rejects.toThrow('no memory');
  const last = line.run(work);
  await settle();
  expect([finish.length, most()]).toEqual([1, 1]);
  finish[0]!();
  await waiting;
  await settle();
  finish[1]!();
  await last;
  expect(most()).toBe(1);
});
