import { hashPassword, isPassword } from './password.ts';

/** Slow by design, and slower beside other tests. Milliseconds. */
const PATIENCE = 30_000;

test(
  '[SAFE3] a password is known by its hash alone, and nobody has the password of no account',
  async () => {
    const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(one).not.toBe(two);
    expect(one).not.toContain('horse');
    expect(await isPassword('correct horse', one)).toBe(true);
    expect(await isPassword('wrong horse', one)).toBe(false);
    expect(await isPassword('correct horse', undefined)).toBe(false);
  },
  PATIENCE,
);

test(
  '[SAFE8] many at once are done a few at a time, and all are done',
  async () => {
    const stored = await hashPassword('correct horse');
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => isPassword(index % 2 ? 'correct horse' : 'x', stored)),
    );
    expect(answers).toEqual([false, true, false, true, false, true, false, true]);
  },
  PATIENCE,
);
