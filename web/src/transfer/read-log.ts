import type { UnsentFile } from '@cairn/client';
import { currentSchema, registry } from '@cairn/domain';
import type { AppCairn } from '../cairn/cairn-context.ts';
import type { LogPageQuery } from '../generated/graphql.ts';
import { logPageDocument } from './documents.ts';
import type { LogDevice, LogEvent, LogFile } from './log-file.ts';
import { mutationOf } from './mutation-names.ts';

/** Events of one page: as many as the server gives. */
const PAGE = 200;

export interface ReadLogOptions {
  readonly accountId: string;
  readonly now: Date;
  /** What this device is called in the file. */
  readonly deviceName: string;
  /** @param share of the log that has come, 0 to 1 */
  onProgress(share: number): void;
  readonly signal: AbortSignal;
}

/** The account's whole history from the server, and what waits here. @throws what the network throws, and the signal's reason */
export async function readLog(cairn: AppCairn, options: ReadLogOptions): Promise<LogFile> {
  const { accountId, now, deviceName, onProgress, signal } = options;
  // First: what is sent while the log comes in is then in both, once by its id.
  const unsent = JSON.parse(await cairn.exportUnsent()) as UnsentFile;
  const newestFirst: LogEvent[] = [];
  const devices = new Map<string, LogDevice>();
  let unknown = 0;
  let last: number | undefined;
  let after: string | null = null;
  for (;;) {
    signal.throwIfAborted();
    const answer: { readonly data?: LogPageQuery | undefined; readonly error?: unknown } = await cairn.client.query({
      query: logPageDocument,
      variables: { first: PAGE, after },
      fetchPolicy: 'no-cache',
    });
    const { data, error } = answer;
    if (error || !data) throw error ?? new Error('no answer');
    const { nodes, pageInfo } = data.activity;
    for (const { type, position, asked, schema, device, ...stamp } of nodes) {
      last ??= position;
      const mutation = mutationOf(type);
      if (mutation === undefined) {
        unknown += 1;
        continue;
      }
      devices.set(device.id, { id: device.id, name: device.name, strict: device.strict });
      const payload = asked as Readonly<Record<string, unknown>>;
      newestFirst.push({ ...stamp, mutation, device: device.id, ...(schema === 1 ? {} : { schema }), payload });
    }
    const oldest = nodes.at(-1);
    if (last !== undefined && oldest) onProgress((last - oldest.position + 1) / last);
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  const events = newestFirst.reverse();
  const known = new Set(events.map(({ id }) => id));
  const waiting = unsent.events.filter(({ input, rejection }) => !rejection && !known.has(input.event.id));
  if (waiting.length > 0 && !devices.has(unsent.deviceId)) {
    devices.set(unsent.deviceId, { id: unsent.deviceId, name: deviceName, strict: false });
  }
  const refused = unsent.events.filter(({ rejection }) => rejection).length;
  return {
    format: 'cairn-log',
    version: 1,
    accountId,
    exportedAt: now.toISOString(),
    source: 'server',
    missing: [
      ...(unknown > 0 ? [`${unknown} events of a newer version of Cairn`] : []),
      ...(refused > 0 ? [`${refused} changes that the server refused; the page “Sync” saves them`] : []),
    ],
    devices: [...devices.values()],
    events: [
      ...events,
      ...waiting.map(({ mutation, input: { event, ...payload } }): LogEvent => {
        const schema = event.schema ?? currentSchema(registry.eventOf(mutation));
        return {
          id: event.id,
          mutation,
          device: unsent.deviceId,
          sequence: event.sequence,
          parentVersion: event.parentVersion,
          clock: event.occurredAt,
          ...(schema === 1 ? {} : { schema }),
          payload,
        };
      }),
    ],
  };
}
