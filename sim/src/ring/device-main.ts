import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCairn, type CairnApp, type OutboxStore, type TokenStore } from '@cairn/client';
import { fileOutboxStore, folderBucketStore, nodeEnvironment } from '@cairn/client/node';
import { registry, type EntityRef, type Mutation, type Payloads } from '@cairn/domain';
import { WebSocket } from 'ws';
import { randomFrom } from '../random.ts';
import type { DeviceAnswer, DeviceCalls, DeviceRequest, DeviceSettings } from './device-calls.ts';
import { writeLine, type JournalLine } from './journal.ts';
import { Writer } from './writer.ts';

// The process of one device: the real client on the real disk, driven by the ring over the channel to its parent.

const { folder, url, session, seed }: DeviceSettings = JSON.parse(process.argv[2]!) as DeviceSettings;

const note = (line: JournalLine) => writeLine(join(folder, 'journal'), line);

process.on('uncaughtException', (error) => {
  note({ kind: 'failed', what: String(error.stack) });
  process.exit(1);
});
process.on('unhandledRejection', (error) => {
  throw error;
});
// A leak: one more listener at every reconnect, say.
process.on('warning', ({ name, message }) => {
  if (name === 'MaxListenersExceededWarning') note({ kind: 'failed', what: `${name}: ${message}` });
});
// Without its ring a device has nothing left to do.
process.on('disconnect', () => process.exit(0));

const app: CairnApp = {
  registry,
  indexes: [
    { name: 'tasks', type: 'Task', partition: () => 'all', sortKey: ({ id }) => id },
    { name: 'notes', type: 'Note', partition: () => 'all', sortKey: ({ id }) => id },
  ],
};

/** The file outbox; what it has made durable is written down before the client hears of it. */
function notedOutbox(): OutboxStore {
  const store = fileOutboxStore(join(folder, 'outbox'));
  return {
    ...store,
    async append(makers) {
      const entries = await store.append(makers);
      for (const { input, sequence, mutation } of entries) {
        note({ kind: 'saved', id: input.event.id, sequence, mutation });
      }
      return entries;
    },
  };
}

type Receipts = { readonly data?: { readonly replayEvents?: readonly Omit<ReceiptOf, 'kind' | 'id'>[] } };
type ReceiptOf = Extract<JournalLine, { kind: 'receipt' }> & { readonly eventId: string };

/** Writes down every receipt that arrives, before the client has seen it. */
const notedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init).catch((error: unknown) => {
    note({ kind: 'happened', what: 'request failed' });
    throw error;
  });
  const body = await response.text();
  if (response.ok && String(init?.body).includes('"operationName":"replayEvents"')) {
    const receipts = (JSON.parse(body) as Receipts).data?.replayEvents as readonly ReceiptOf[] | undefined;
    for (const { eventId, status, code, position, resent, epoch } of receipts ?? []) {
      note({ kind: 'receipt', id: eventId, status, code, position, resent, epoch });
    }
  }
  return new Response(body, { status: response.status, headers: response.headers });
};

class NotedSocket extends WebSocket {
  constructor(address: string | URL, protocols?: string | string[]) {
    super(address, protocols);
    this.once('open', () => note({ kind: 'happened', what: 'socket opened' }));
  }

  override close(code?: number, reason?: string): void {
    note({ kind: 'happened', what: 'socket given up' });
    super.close(code, reason);
  }
}

/** On the disk: a device that is killed goes on with the token that it had last. */
function notedToken(): TokenStore {
  const path = join(folder, 'token');
  let token = existsSync(path) ? readFileSync(path, 'utf8') : session.token;
  return {
    read: () => token,
    write(next) {
      writeFileSync(`${path}.new`, next);
      renameSync(`${path}.new`, path);
      token = next;
      note({ kind: 'happened', what: 'token refreshed' });
    },
  };
}

note({ kind: 'happened', what: 'opened' });
const cairn = await openCairn<Payloads>({
  app,
  identity: session,
  url: `${url}/graphql`,
  webSocketUrl: `${url.replace('http', 'ws')}/graphql`,
  token: notedToken(),
  environment: { ...nodeEnvironment({ webSocket: NotedSocket }), fetch: notedFetch },
  storage: {
    outbox: notedOutbox(),
    buckets: folderBucketStore(join(folder, 'buckets')),
    sent: folderBucketStore(join(folder, 'sent')),
  },
});

let words = 0;
const writer = new Writer({
  cairn,
  accountId: session.accountId,
  random: randomFrom(seed),
  newWord: () => `w${seed}x${(words += 1)}`,
  note,
});

/** The person at the device: goes on until told to rest. */
let writing: { readonly every: number; readonly done: Promise<void>; isOver: boolean } | undefined;

async function write(every: number, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await writer.act();
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}

const calls: DeviceCalls = {
  async write(every) {
    await calls.rest();
    const begun = { every, done: Promise.resolve(), isOver: false };
    writing = begun;
    begun.done = write(every, () => begun.isOver);
  },
  async rest() {
    if (writing) {
      writing.isOver = true;
      await writing.done;
    }
    writing = undefined;
  },
  record: (mutation, payload) => cairn.record(mutation as Mutation, payload as never),
  newId: async () => cairn.newId(),
  status: async () => cairn.status.get(),
  parked: async () => cairn.parked.get(),
  entities: async (refs: readonly EntityRef[]) => refs.map((ref) => cairn.entity(ref) ?? null),
  ids: async () => ['tasks', 'notes'].flatMap((index) => cairn.index(index, 'all').get()),
  syncNow: async () => cairn.syncNow(),
};

process.on('message', ({ id, method, args }: DeviceRequest) => {
  const call = calls[method] as (...args: readonly unknown[]) => Promise<unknown>;
  const answer = (rest: Omit<DeviceAnswer, 'id'>) => process.send?.({ id, ...rest });
  call(...args).then(
    (result) => answer({ result: result ?? null }),
    (error: unknown) => answer({ error: String(error) }),
  );
});
process.send?.({ id: 0, result: null } satisfies DeviceAnswer);
