import type { Identity } from '../app.ts';
import type { OutboxEntry } from './outbox-entry.ts';

/** What is written into a file of events that the server does not have; grows only. */
export interface UnsentFile {
  readonly format: 'cairn-unsent';
  readonly version: 1;
  readonly accountId: string;
  readonly deviceId: string;
  /** ISO time. */
  readonly exportedAt: string;
  /** In the order in which they were made, each as it would be sent: `{[mutation]: input}` is an `EventInput`. */
  readonly events: readonly Pick<OutboxEntry, 'sequence' | 'mutation' | 'input' | 'rejection'>[];
}

/** JSON text of events, to be kept by the person or sent by a program. */
export function unsentFile(entries: readonly OutboxEntry[], { accountId, deviceId }: Identity, now: number): string {
  const file: UnsentFile = {
    format: 'cairn-unsent',
    version: 1,
    accountId,
    deviceId,
    exportedAt: new Date(now).toISOString(),
    events: entries.map(({ sequence, mutation, input, rejection }) => ({
      sequence,
      mutation,
      input,
      ...(rejection ? { rejection } : {}),
    })),
  };
  return JSON.stringify(file, null, 2);
}
