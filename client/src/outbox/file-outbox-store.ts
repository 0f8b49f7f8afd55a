import { mkdir, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StorageError } from '../storage-error.ts';
import { makeEntries, sealed } from './memory-outbox-store.ts';
import type { OutboxCounter, OutboxStore } from './outbox-store.ts';
import type { OutboxEntry } from './outbox-entry.ts';

type Line =
  { readonly put: readonly OutboxEntry[]; readonly counter?: OutboxCounter } | { readonly remove: readonly number[] };

/** After this many journal lines the file is written anew with what is still held. */
const COMPACT_AFTER = 10_000;

/** The outbox of a Node program: a journal of JSON lines, synced to disk before a write resolves. One process a file. */
export function fileOutboxStore(path: string): OutboxStore {
  const entries = new Map<number, OutboxEntry>();
  let counter: OutboxCounter = { sequence: 0, clock: undefined };
  let lines = 0;
  let handle: FileHandle | undefined;
  // One write after another: two at once could interleave their lines.
  let last: Promise<unknown> = Promise.resolve();

  function apply(line: Line): void {
    if ('remove' in line) {
      for (const sequence of line.remove) entries.delete(sequence);
    } else {
      for (const entry of line.put) entries.set(entry.sequence, entry);
      counter = line.counter ?? counter;
    }
  }

  async function opened(): Promise<FileHandle> {
    if (handle) return handle;
    await mkdir(dirname(path), { recursive: true });
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    entries.clear();
    // A last line without its newline was cut by a crash before the write resolved: it was never said to be saved.
    const whole = text.split('\n').slice(0, -1);
    for (const line of whole) apply(JSON.parse(line) as Line);
    await compact();
    return handle!;
  }

  async function compact(): Promise<void> {
    await handle?.close();
    const fresh = `${path}.new`;
    const file = await open(fresh, 'w');
    await file.appendFile(`${JSON.stringify({ put: [...entries.values()], counter } satisfies Line)}\n`);
    await file.sync();
    await file.close();
    await rename(fresh, path);
    handle = await open(path, 'a');
    lines = 1;
  }

  function exclusively<T>(work: (file: FileHandle) => Promise<T>): Promise<T> {
    const run = last.then(async () => {
      try {
        return await work(await opened());
      } catch (error) {
        throw StorageError.from(error);
      }
    });
    last = run.catch(() => undefined);
    return run;
  }

  async function write(file: FileHandle, line: Line): Promise<void> {
    try {
      await file.appendFile(`${JSON.stringify(line)}\n`);
      await file.datasync();
    } catch (error) {
      // Half a line may be there. Read the file anew before the next one, or that would be glued to it.
      await reopenLater();
      throw error;
    }
    apply(line);
    lines += 1;
    // The line is durable: a compaction that fails is no failure of the write.
    if (lines > COMPACT_AFTER) await compact().catch(reopenLater);
  }

  async function reopenLater(): Promise<void> {
    await handle?.close().catch(() => undefined);
    handle = undefined;
  }

  const bySequence = (a: OutboxEntry, b: OutboxEntry) => a.sequence - b.sequence;
  return {
    load: () => exclusively(async () => ({ entries: [...entries.values()].sort(bySequence), counter })),
    append: (makers) =>
      exclusively(async (file) => {
        const made = makeEntries(makers, counter);
        await write(file, { put: made.entries, counter: made.counter });
        return made.entries;
      }),
    update: (changed) =>
      exclusively((file) => write(file, { put: changed.filter((entry) => entries.has(entry.sequence)) })),
    amend: (entry) =>
      exclusively(async (file) => {
        if (!entries.get(entry.sequence)?.draft) return false;
        await write(file, { put: [entry] });
        return true;
      }),
    seal: (sequences) =>
      exclusively(async (file) => {
        const ended = sequences.flatMap((sequence) => sealed(entries.get(sequence)));
        if (ended.length > 0) await write(file, { put: ended });
        return ended;
      }),
    putBack: (old) => exclusively((file) => write(file, { put: old.filter(({ sequence }) => !entries.has(sequence)) })),
    remove: (sequences) => exclusively((file) => write(file, { remove: sequences })),
    close: () =>
      exclusively(async (file) => {
        await file.close();
        handle = undefined;
      }),
    destroy: () =>
      exclusively(async (file) => {
        await file.close();
        handle = undefined;
        entries.clear();
        counter = { sequence: 0, clock: undefined };
        await rm(path, { force: true });
      }),
  };
}
