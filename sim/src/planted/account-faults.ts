import type { BucketStore, Environment } from '@cairn/client';
import type { PlantedFault } from './planted-fault.ts';

type Fetch = Environment['fetch'];

const bodyOf = (init: RequestInit | undefined) => init!.body as string;
const isBatch = (init: RequestInit | undefined) => bodyOf(init).includes('"operationName":"replayEvents"');

const fetchFault = (name: string, change: (fetch: Fetch, environment: Environment) => Fetch): PlantedFault => ({
  name,
  plant: () => ({ environment: (environment) => ({ ...environment, fetch: change(environment.fetch, environment) }) }),
});

/** The answer with another text, and without some of its headers. */
async function changed(
  answer: Response,
  text: (body: string) => string,
  without: readonly string[] = [],
): Promise<Response> {
  const headers = new Headers(answer.headers);
  for (const name of without) headers.delete(name);
  return new Response(text(await answer.text()), { status: answer.status, headers });
}

/** Of receipts that put an event off: it is taken for answered. */
const takenForAnswered = (code: string) => (body: string) =>
  body.replaceAll(`"status":"REJECTED","code":"${code}"`, '"status":"APPLIED","code":null');

const receiptFault = (name: string, code: string) =>
  fetchFault(name, (fetch) => async (input, init) => {
    const answer = await fetch(input, init);
    return isBatch(init) ? changed(answer, takenForAnswered(code)) : answer;
  });

const staying = (store: BucketStore): BucketStore => ({ ...store, destroy: async () => {} });

/** Mistakes of whoever signs in and out, refreshes tokens, waits as it is told, and lives beside other releases. */
export const accountFaults: readonly PlantedFault[] = [
  {
    name: 'signing out leaves the cache',
    plant: () => ({ storage: (storage) => ({ ...storage, buckets: staying(storage.buckets) }) }),
  },
  {
    name: 'signing out leaves what the server has taken lately',
    plant: () => ({ storage: (storage) => ({ ...storage, sent: staying(storage.sent) }) }),
  },
  {
    name: 'signing out leaves the outbox',
    plant: () => ({
      storage: (storage) => ({ ...storage, outbox: { ...storage.outbox, destroy: async () => {} } }),
    }),
  },
  {
    name: 'all accounts of a device have one storage',
    plant: () => ({ diskFor: () => 'one' }),
  },
  fetchFault('what is sent again after a refresh gets new ids', (fetch, { random }) => {
    let isRefreshed = false;
    return async (input, init) => {
      if (!isBatch(init)) return fetch(input, init);
      const other = Buffer.from(random(6)).toString('hex');
      const body = isRefreshed
        ? bodyOf(init).replaceAll(/("id":"[0-9a-f-]{24})[0-9a-f]{12}"/g, `$1${other}"`)
        : bodyOf(init);
      const answer = await fetch(input, { ...init, body });
      return changed(answer, (text) => {
        isRefreshed = text.includes('SESSION_EXPIRED');
        return text;
      });
    };
  }),
  {
    name: 'the token before is worth nothing once there is a successor',
    plant: () => ({
      around({ device }) {
        const { updateMany } = device;
        device.updateMany = (query) => {
          const data = query.data['previousHash'] ? { ...query.data, previousHash: null } : query.data;
          return updateMany({ ...query, data });
        };
        return (_name, run) => run();
      },
    }),
  },
  fetchFault('the server is not heard when it says how long to wait', (fetch) => async (input, init) => {
    const answer = await fetch(input, init);
    return answer.status === 429 ? changed(answer, (text) => text, ['retry-after']) : answer;
  }),
  receiptFault('what the server does not know yet is forgotten', 'UNKNOWN_EVENT'),
  receiptFault('what is over the quota is forgotten', 'QUOTA_EXCEEDED'),
  {
    name: 'a tab that was robbed of the lock goes on',
    plant: () => ({
      environment: (environment) => ({
        ...environment,
        locks: {
          request: (name, signal, work, options) =>
            new Promise((resolve, reject) => {
              environment.locks.request(name, signal, work, options).then(resolve, (error: unknown) => {
                if (signal.aborted) reject(error as Error);
              });
            }),
          owner: async () => 'me',
        },
      }),
    }),
  },
];
