import { registry } from '@cairn/domain';
import type { AppCairn } from '../cairn/cairn-context.ts';
import type { EventInput } from '../generated/graphql.ts';
import { importLogDocument } from './documents.ts';
import type { LogEvent, LogFile } from './log-file.ts';

/** Events of one request, at most; and bytes of them, where the server takes 256 KiB with all that is around them. */
const BATCH = 100;
const BATCH_BYTES = 200_000;

/** An event that the server did not take, and why. */
export interface Refused {
  readonly event: LogEvent;
  readonly code: string;
}

/**
 * Sends a log, event by event as its devices wrote it, to an account that holds nothing. What stops in the middle goes on
 * when it is begun again.
 * @throws what the network throws, LOG_NOT_EMPTY among it, and the signal's reason
 */
export async function bringInLog(
  cairn: AppCairn,
  accountId: string,
  { devices, events }: LogFile,
  { onProgress, signal }: { onProgress(share: number): void; readonly signal: AbortSignal },
): Promise<readonly Refused[]> {
  const refused: Refused[] = [];
  let sent = 0;
  while (sent < events.length) {
    signal.throwIfAborted();
    const batch = firstOf(events.slice(sent, sent + BATCH));
    const writers = new Set(batch.map(({ device }) => device));
    const { data, error } = await cairn.client.mutate({
      mutation: importLogDocument,
      variables: {
        devices: devices.filter(({ id }) => writers.has(id)).map(({ id, name, strict }) => ({ id, name, strict })),
        writers: batch.map(({ device }) => device),
        events: batch.map((event) => inputOf(event, accountId)),
      },
      fetchPolicy: 'no-cache',
    });
    if (error || !data) throw error ?? new Error('no answer');
    data.importLog.forEach(({ code }, index) => {
      if (code) refused.push({ event: batch[index]!, code });
    });
    sent += batch.length;
    onProgress(sent / events.length);
  }
  return refused;
}

const encoder = new TextEncoder();

/** As many of them as go into one request: one at least. */
function firstOf(events: readonly LogEvent[]): readonly LogEvent[] {
  let bytes = 0;
  const end = events.findIndex((event) => (bytes += encoder.encode(JSON.stringify(event)).length) > BATCH_BYTES);
  return end === -1 ? events : events.slice(0, Math.max(1, end));
}

/** As `EventInput`. An account's settings have the account's own id, which is another one here. */
function inputOf(
  { id, mutation, sequence, parentVersion, clock, schema, payload }: LogEvent,
  accountId: string,
): EventInput {
  const { key } = registry.eventOf(mutation);
  const event = { id, sequence, parentVersion, occurredAt: clock, ...(schema === undefined ? {} : { schema }) };
  const own = isSettings(mutation) ? { [key]: accountId } : {};
  return { [mutation]: { event, ...payload, ...own } } as unknown as EventInput;
}

function isSettings(mutation: string): boolean {
  return registry.eventOf(mutation).entity === registry.settingsOf('').type;
}
