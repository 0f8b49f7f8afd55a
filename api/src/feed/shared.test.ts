import { Shared } from './shared.ts';

/** Work that ends when it is told to, and answers how often it was begun. */
function work() {
  let begun = 0;
  const ends: ((error?: Error) => void)[] = [];
  return {
    begin: () => {
      begun += 1;
      const answer = begun;
      return new Promise<number>((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve(answer))));
    },
    end: (error?: Error) => ends.shift()!(error),
    get begun() {
      return begun;
    },
  };
}

test('[F2] a thousand who ask at once share what begins after they asked', async () => {
  const shared = new Shared<number>();
  const pages = work();
  const { begin, end } = pages;
  const first = shared.ask('a', begin);
  const others = Array.from({ length: 999 }, () => shared.ask('a', begin));
  end();
  await expect(first).resolves.toBe(1);
  await Promise.resolve();
  end();
  expect(new Set(await Promise.all(others))).toEqual(new Set([2]));
  expect(pages.begun).toBe(2);
});

test('[F2] nobody is given what had begun before, and keys are apart', async () => {
  const shared = new Shared<number>();
  const one = work();
  const other = work();
  const old = shared.ask('a', one.begin);
  const apart = shared.ask('b', other.begin);
  other.end();
  await expect(apart).resolves.toBe(1);
  const fresh = shared.ask('a', one.begin);
  one.end();
  await expect(old).resolves.toBe(1);
  one.end();
  await expect(fresh).resolves.toBe(2);
  const later = shared.ask('a', one.begin);
  one.end();
  await expect(later).resolves.toBe(3);
});

test('[L2] what fails fails those who shared it, and no others', async () => {
  const shared = new Shared<number>();
  const { begin, end } = work();
  const first = shared.ask('a', begin);
  const [second, third] = [shared.ask('a', begin), shared.ask('a', begin)];
  end(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  await Promise.resolve();
  end(new Error('still gone'));
  await expect(second).rejects.toThrow('still gone');
  await expect(third).rejects.toThrow('still gone');
  const later = shared.ask('a', begin);
  end();
  await expect(later).resolves.toBe(3);
});
