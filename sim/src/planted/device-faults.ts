import type { ClientStorage, Environment } from '@cairn/client';
import type { PlantedFault } from './planted-fault.ts';

const environmentFault = (name: string, change: (environment: Environment) => Partial<Environment>): PlantedFault => ({
  name,
  plant: () => ({ environment: (environment) => ({ ...environment, ...change(environment) }) }),
});

const timersWithout = (isLost: (ms: number) => boolean) => (environment: Environment) => ({
  schedule: (work: () => void, ms: number) => (isLost(ms) ? () => {} : environment.schedule(work, ms)),
});

const isBatch = (init: RequestInit | undefined) => (init!.body as string).includes('"operationName":"replayEvents"');

interface Batch {
  readonly variables: {
    readonly events: readonly Readonly<
      Record<string, { readonly event: { readonly id: string; readonly sequence: number } }>
    >[];
  };
}

const stampsIn = (init: RequestInit | undefined) =>
  (JSON.parse(init!.body as string) as Batch).variables.events.map((event) => Object.values(event)[0]!.event);

/** Mistakes of whoever sends, waits, leads and makes ids. */
export const deviceFaults: readonly PlantedFault[] = [
  environmentFault('every tab leads', ({ locks }) => ({
    locks: { ...locks, request: (_name, _signal, work) => work() },
  })),
  {
    name: 'the lock is not passed on when its tab dies',
    plant() {
      const led = new WeakSet<object>();
      return {
        environment: (environment, device) => ({
          ...environment,
          locks: {
            ...environment.locks,
            request: (name, signal, work, options) => {
              if (!options?.shared && led.has(device)) return new Promise(() => {});
              if (!options?.shared) led.add(device);
              return environment.locks.request(name, signal, work, options);
            },
          },
        }),
      };
    },
  },
  environmentFault('ids are made of the minute alone', ({ now }) => ({
    now: () => Math.floor(now() / 60_000) * 60_000,
    random: (bytes) => new Uint8Array(bytes),
  })),
  environmentFault(
    'what waits longer than a second is never done',
    timersWithout((ms) => ms > 1_000),
  ),
  environmentFault(
    'a request has all the time in the world',
    timersWithout((ms) => ms === 30_000),
  ),
  environmentFault(
    'a socket may be silent for ever',
    timersWithout((ms) => ms === 5_000),
  ),
  environmentFault('a re-send gets a new id', (environment) => ({
    fetch: (input, init) => {
      if (!isBatch(init)) return environment.fetch(input, init);
      let body = init!.body as string;
      for (const { id } of stampsIn(init)) {
        const other = Buffer.from(environment.random(6)).toString('hex');
        body = body.replaceAll(`"id":"${id}"`, `"id":"${id.slice(0, -12)}${other}"`);
      }
      return environment.fetch(input, { ...init, body });
    },
  })),
  environmentFault('a failure is taken for an answer', ({ fetch }) => ({
    fetch: async (input, init) => {
      const answer = await fetch(input, init).catch(() => undefined);
      if (!isBatch(init)) return answer ?? Promise.reject(new TypeError('Failed to fetch'));
      if (answer?.ok) return answer;
      const replayEvents = stampsIn(init).map(({ id }) => ({ eventId: id, status: 'APPLIED', entity: null }));
      return Response.json({ data: { replayEvents } });
    },
  })),
  {
    name: 'the outbox is cleared before the receipt',
    plant() {
      const storages = new WeakMap<object, ClientStorage>();
      return {
        storage(storage, device) {
          storages.set(device, storage);
          return storage;
        },
        environment: (environment, device) => ({
          ...environment,
          async fetch(input, init) {
            const { outbox } = storages.get(device)!;
            if (isBatch(init)) await outbox.remove(stampsIn(init).map(({ sequence }) => sequence));
            return environment.fetch(input, init);
          },
        }),
      };
    },
  },
];
