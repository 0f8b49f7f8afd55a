import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const SKIP = new Set(['node_modules', '.next', 'out', 'generated', 'data']);

async function* files(path: string): AsyncGenerator<string> {
  if ((await stat(path)).isFile()) {
    yield path;
    return;
  }
  for (const name of (await readdir(path)).sort()) if (!SKIP.has(name)) yield* files(join(path, name));
}

/**
 * Runs `make` when `output` is not there, or when any input has changed since it was made.
 * @param inputs files and folders
 */
export async function whenStale(output: string, inputs: readonly string[], make: () => Promise<void>): Promise<void> {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for await (const file of files(input))
      if (!/\.test\.tsx?$/.test(file)) hash.update(file).update(await readFile(file));
  }
  const digest = hash.digest('hex');
  const mark = join('node_modules', '.cache', 'cairn', output.replaceAll('/', '_'));
  if (existsSync(output) && existsSync(mark) && (await readFile(mark, 'utf8')) === digest) return;
  await make();
  await mkdir(dirname(mark), { recursive: true });
  await writeFile(mark, digest);
}
