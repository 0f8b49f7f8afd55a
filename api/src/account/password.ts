import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** 32 MiB and some 60 ms of one core for each; OWASP's choice for scrypt with p = 3 and half the memory is alike. */
const COST = { log2: 15, r: 8, p: 1 };
const KEY = 32;

/** At once, so that a rush of sign-ins takes neither all the memory nor all of the thread pool. */
const CONCURRENT = 2;

let running = 0;
const waiting: (() => void)[] = [];

/** `scrypt$15$8$1$<salt>$<key>`: carries its cost, so that this can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.log2, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Costs the same for an account that does not exist (`stored` undefined), and is false then. */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, log2, r, p, salt, key] = (stored ?? (await noPassword())).split('$') as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const cost = { log2: Number(log2), r: Number(r), p: Number(p) };
  const derived = await derive(password, Buffer.from(salt, 'base64url'), cost);
  return timingSafeEqual(derived, Buffer.from(key, 'base64url')) && stored !== undefined;
}

let nobody: Promise<string> | undefined;

function noPassword(): Promise<string> {
  return (nobody ??= hashPassword(randomBytes(16).toString('base64url')));
}

async function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  while (running >= CONCURRENT) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    const options: ScryptOptions = { N: 2 ** cost.log2, r: cost.r, p: cost.p, maxmem: 256 * 2 ** cost.log2 * cost.r };
    return await new Promise((resolve, reject) =>
      scrypt(password.normalize('NFKC'), salt, KEY, options, (error, key) => (error ? reject(error) : resolve(key))),
    );
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}
