import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** What a device has been told, written down before anything else happens: it outlives a kill -9 of the device. */
export type JournalLine =
  /** An event is durable in the outbox. */
  | { readonly kind: 'saved'; readonly id: string; readonly sequence: number; readonly mutation: string }
  /** The person has been told that the word is saved. */
  | { readonly kind: 'word'; readonly noteId: string; readonly word: string }
  /** The server has answered for an event. */
  | {
      readonly kind: 'receipt';
      readonly id: string;
      readonly status: string;
      readonly code: string | null;
      readonly position: number | null;
      readonly resent: boolean;
      readonly epoch: string;
    }
  | { readonly kind: 'happened'; readonly what: Happening }
  /** Something went wrong on the device that never may. */
  | { readonly kind: 'failed'; readonly what: string };

/** What a device counts. */
export type Happening =
  'opened' | 'socket opened' | 'socket given up' | 'undone' | 'redone' | 'typed' | 'token refreshed' | 'request failed';

export function writeLine(path: string, line: JournalLine): void {
  appendFileSync(path, `${JSON.stringify(line)}\n`);
}

/** Without a last line that was cut short. */
export function readJournal(path: string): JournalLine[] {
  if (!existsSync(path)) return [];
  const whole = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return whole.map((line) => JSON.parse(line) as JournalLine);
}
