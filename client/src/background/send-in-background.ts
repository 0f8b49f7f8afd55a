import { PROTOCOL } from '@cairn/domain';
import type { Identity } from '../app.ts';
import type { ClientStorage } from '../client-storage.ts';
import type { Environment } from '../environment/environment.ts';
import { leaderLock } from '../leadership.ts';
import { batchRoom } from '../link/batch.ts';
import type { Receipt } from '../link/receipt.ts';
import { newTrace, traceparent } from '../link/trace.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import { SentLog } from '../outbox/sent-log.ts';
import { databasesOf, outboxStorage, scopeOf } from '../storage/browser-storage.ts';

/** A wake-up does not last: what is not answered in time is left to the next one. Milliseconds. */
const TIMEOUT = 30_000;

const DOCUMENT = `mutation replayEvents($events: [EventInput!]!, $epoch: ID) {
  replayEvents(events: $events, epoch: $epoch) { status code }
}`;

export interface BackgroundOptions {
  readonly identity: Identity;
  /** HTTP GraphQL endpoint. */
  readonly url: string;
  readonly environment: Pick<Environment, 'schedule' | 'random' | 'fetch'>;
  /** Runs `work` while holding the lock of this name; false, having run nothing, when somebody holds it. */
  ifFree(name: string, work: () => Promise<void>): Promise<boolean>;
  /** Whether there is a database of this name. */
  exists(name: string): Promise<boolean>;
}

/**
 * Sends what waits in an account's outbox while no tab of it is open: in a service worker, without the app. It changes
 * nothing on the device: the next tab sends the same once more, is answered that it was there already, and settles it.
 * Rejects when something is left, so that the platform wakes it again.
 */
export async function sendInBackground({
  identity,
  url,
  environment,
  ifFree,
  exists,
}: BackgroundOptions): Promise<void> {
  const { accountId } = identity;
  const names = databasesOf(accountId);
  // Signed out meanwhile: opening would make it all anew.
  if (!(await exists(names.outbox)) || !(await exists(names.key))) return;
  const storage = await outboxStorage(accountId, environment);
  try {
    // Read before the lock is asked for: it is named by the storage that is here now.
    const { entries } = await storage.outbox.load();
    const isFree = await ifFree(leaderLock(scopeOf(accountId, storage)), () =>
      sendAll(storage, identity, url, environment),
    );
    if (!isFree && entries.length > 0) throw new Error('a tab is at it');
  } finally {
    await storage.outbox.close();
  }
}

async function sendAll(
  storage: Pick<ClientStorage, 'outbox' | 'sent'>,
  { deviceId }: Identity,
  url: string,
  environment: BackgroundOptions['environment'],
): Promise<void> {
  const sentLog = new SentLog(storage.sent);
  await sentLog.load();
  const { entries } = await storage.outbox.load();
  // What comes after a draft waits for it, and what comes after a rejected event may depend on it: only the app can tell.
  const end = entries.findIndex(({ draft, rejection }) => draft || rejection);
  for (let rest = end < 0 ? entries : entries.slice(0, end); rest.length > 0;) {
    const batch = batchOf(rest);
    rest = rest.slice(batch.length);
    const receipts = await post(batch, sentLog.lastEpoch, { url, deviceId, environment });
    // What follows may depend on it.
    if (receipts.some(({ status }) => status === 'REJECTED')) return;
  }
}

/** As the app cuts them: so that what it sends again is answered alike. */
function batchOf(entries: readonly OutboxEntry[]): readonly OutboxEntry[] {
  const fits = batchRoom();
  const end = entries.findIndex((entry) => !fits(entry));
  return end < 0 ? entries : entries.slice(0, end);
}

async function post(
  batch: readonly OutboxEntry[],
  epoch: string | undefined,
  { url, deviceId, environment }: Pick<BackgroundOptions, 'url' | 'environment'> & { readonly deviceId: string },
): Promise<readonly Pick<Receipt, 'status' | 'code'>[]> {
  const timeout = new AbortController();
  const cancel = environment.schedule(() => timeout.abort(), TIMEOUT);
  try {
    const response = await environment.fetch(url, {
      method: 'POST',
      credentials: 'same-origin',
      signal: timeout.signal,
      headers: {
        'content-type': 'application/json',
        'x-cairn-device': deviceId,
        'x-cairn-protocol': String(PROTOCOL),
        traceparent: traceparent(newTrace(environment), environment),
      },
      body: JSON.stringify({
        operationName: 'replayEvents',
        query: DOCUMENT,
        variables: {
          events: batch.map(({ mutation, input }) => ({ [mutation]: input })),
          ...(epoch === undefined ? {} : { epoch }),
        },
      }),
    });
    const { data } = (await response.json()) as { data?: { replayEvents?: readonly Receipt[] } | null };
    if (data?.replayEvents?.length !== batch.length) throw new Error('the server did not take them');
    return data.replayEvents;
  } finally {
    cancel();
  }
}
