import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { PasswordLine } from './password-line.ts';

/** 32 MiB and some 60 ms of one core for each; OWASP's choice for scrypt with p = 3 and half the memory is alike. */
const COST = { log2: 15, r: 8, p: 1 };
const KEY = 32;

/**
 * Two at once, so that a rush of sign-ins takes neither all the memory (64 MiB) nor all of the thread pool; and as many
 * waiting as are done in some two seconds.
 */
const line = new PasswordLine({ concurrent: 2, waiting: 64, milliseconds: 60 });

/** `scrypt$15$8$1$<salt>$<key>`: carries its cost, so that this can be raised later. @throws RATE_LIMITED */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.log2, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Costs the same for an account that does not exist (`stored` undefined), and is false then. @throws RATE_LIMITED */
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
  const options: ScryptOptions = { N: 2 ** cost.log2, r: cost.r, p: cost.p, maxmem: 256 * 2 ** cost.log2 * cost.r };
  return line.run(
    () =>
      new Promise((resolve, reject) =>
        scrypt(password.normalize('NFKC'), salt, KEY, options, (error, key) => (error ? reject(error) : resolve(key))),
      ),
  );
}
