import { pino, type Logger } from 'pino';

export type LogLine = Readonly<Record<string, unknown>>;

/** A log, and what was written to it. */
export function keptLog(): { readonly log: Logger; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const log = pino(
    { level: 'debug', base: null },
    { write: (line: string) => void lines.push(JSON.parse(line) as LogLine) },
  );
  return { log, lines };
}
