import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BucketStore } from './bucket-store.ts';

/** One file for each key, written beside and renamed: a process that is killed finds it whole, as it is or as it was. */
export function folderBucketStore(folder: string): BucketStore {
  // One after another: a later write of a key must not be overtaken by an earlier one.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const run = last.then(work);
    last = run.catch(() => undefined);
    return run;
  };
  return {
    entries: () =>
      inTurn(async () => {
        await mkdir(folder, { recursive: true });
        const names = (await readdir(folder)).filter((name) => !name.endsWith('.new'));
        return Promise.all(
          names.map(async (name) => [decodeURIComponent(name), await readFile(join(folder, name), 'utf8')] as const),
        );
      }),
    set: (key, value) =>
      inTurn(async () => {
        const path = join(folder, encodeURIComponent(key));
        await writeFile(`${path}.new`, value);
        await rename(`${path}.new`, path);
      }),
    destroy: () => inTurn(() => rm(folder, { recursive: true, force: true })),
  };
}
