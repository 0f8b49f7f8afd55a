import type { AppCairn } from '../cairn/cairn-context.ts';
import { localToday } from '../task/dates.ts';
import { thingsOf } from './account-things.ts';
import { asMarkdownFiles } from './markdown-files.ts';
import { readLog } from './read-log.ts';
import { stateAsLog } from './state-log.ts';
import { tasksAsCsv } from './task-csv.ts';
import { pack } from './zip.ts';

export interface ExportedFile {
  readonly name: string;
  readonly content: BlobPart;
  readonly type: string;
  /** In words, what is not in it. */
  readonly missing: readonly string[];
}

export interface ExportOptions {
  readonly accountId: string;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly now: Date;
  onProgress(share: number): void;
  readonly signal: AbortSignal;
}

export type ExportFormat = 'json' | 'markdown' | 'csv';

/** JSON needs the server, and takes what this device has where it cannot be reached; the others need nobody. */
export async function exportFile(cairn: AppCairn, format: ExportFormat, options: ExportOptions): Promise<ExportedFile> {
  const day = localToday(options.now);
  if (format === 'json') {
    const file = await readLog(cairn, options).catch((error: unknown) => {
      options.signal.throwIfAborted();
      if (!isAway(cairn)) throw error;
      return stateAsLog(cairn.entities(), { ...options, newId: () => cairn.newId() });
    });
    const name = file.source === 'server' ? `cairn ${day}.json` : `cairn from this device ${day}.json`;
    return { name, content: JSON.stringify(file, null, 1), type: 'application/json', missing: file.missing };
  }
  const things = thingsOf(cairn.entities());
  const missing = [
    'what is in the trash',
    ...(cairn.status.get().caughtUp ? [] : ['what this device has not loaded yet']),
  ];
  if (format === 'csv') {
    const content = tasksAsCsv(things);
    return { name: `cairn tasks ${day}.csv`, content, type: 'text/csv', missing: ['notes', ...missing] };
  }
  const content = pack(asMarkdownFiles(things), options.now);
  return { name: `cairn notes and lists ${day}.zip`, content, type: 'application/zip', missing };
}

/** Only then is the state of this device the best there is; any other failure is told. */
function isAway(cairn: AppCairn): boolean {
  return !navigator.onLine || cairn.status.get().road !== 'open';
}
