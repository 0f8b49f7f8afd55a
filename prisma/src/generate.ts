import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const schema = fileURLToPath(new URL('../schema.prisma', import.meta.url));
const stamp = fileURLToPath(new URL('../generated/schema.hash', import.meta.url));

/**
 * Writes the Prisma client to `prisma/generated`, without a network, unless it is there for this very schema.
 * Returns whether it wrote. Throws with Prisma's own words when the schema is wrong.
 */
export function generate({ log = () => {} }: { log?: (line: string) => void } = {}): boolean {
  const { version } = require('prisma/package.json') as { version: string };
  const hash = createHash('sha256').update(version).update(readFileSync(schema)).digest('hex');
  if (readStamp() === hash) return false;
  const run = spawnSync(process.execPath, [require.resolve('prisma/build/index.js'), 'generate', '--schema', schema], {
    encoding: 'utf8',
    // `generate` only looks whether the schema engine exists; without a path to some program it tries to download it.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', NO_COLOR: '1' },
  });
  if (run.error) throw run.error;
  if (run.status !== 0) throw new Error(`prisma generate failed\n${run.stdout}${run.stderr}`);
  writeFileSync(stamp, hash);
  log(`Prisma client ${version} generated`);
  return true;
}

function readStamp(): string | undefined {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generate({ log: (line) => process.stdout.write(`${line}\n`) });
