import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

/** Another process has the folder open. `pid` is that process, `host` its machine. */
export class DatabaseLockedError extends Error {
  readonly code = 'DATABASE_LOCKED';
  constructor(
    readonly pid: number,
    readonly host: string,
    file: string,
  ) {
    super(
      `the folder is in use by process ${pid}` +
        (host === hostname() ? '' : ` on ${host}`) +
        `; stop it, or delete ${file} if it is certain that no process uses the folder`,
    );
    this.name = 'DatabaseLockedError';
  }
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process started, where the system tells: a process id alone is soon another process (in a container, at
   * every start). */
  readonly started: string;
}

/**
 * Takes the folder for this process, creating it if need be, until `release`. A lock whose process is dead is taken over.
 * Throws DatabaseLockedError.
 *
 * Locks are numbered files, and the highest one counts. A number is made once (a hard link fails if it exists) and the
 * highest is never deleted before a higher one is there; so of two that find the same dead holder one wins, and a slow
 * one that makes an old number sees the higher one and gives up.
 */
export function lockFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true });
  const file = (number: number) => join(folder, `lock.${number}`);
  const numbers = () =>
    readdirSync(folder)
      .map((name) => Number(/^lock\.(\d+)$/.exec(name)?.[1] ?? 0))
      .filter((number) => number > 0)
      .sort((a, b) => a - b);
  for (;;) {
    const last = numbers().at(-1) ?? 0;
    const holder = readHolder(file(last));
    if (holder && isAlive(holder)) throw new DatabaseLockedError(holder.pid, holder.host, file(last));
    const mine = last + 1;
    if (!createOnce(folder, file(mine))) continue;
    if (numbers().at(-1) !== mine) {
      rmSync(file(mine), { force: true });
      continue;
    }
    for (const older of numbers()) if (older < mine) rmSync(file(older), { force: true });
    return { release: () => writeFileSync(file(mine), '') };
  }
}

function createOnce(folder: string, file: string): boolean {
  const draft = join(folder, `draft.${randomUUID()}`);
  const me: Holder = { pid: process.pid, host: hostname(), started: startOf(process.pid) };
  writeFileSync(draft, JSON.stringify(me));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, host, started }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return startOf(pid) === started;
}

/** Field 22 of /proc/<pid>/stat, counted from behind the name (which may hold spaces); '' elsewhere than on Linux, and
 * for a process that has ended and only waits for its parent to notice. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? '' : (rest[18] ?? '');
  } catch {
    return '';
  }
}
