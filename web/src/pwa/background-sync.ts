import { sendInBackground } from '@cairn/client';
import { identityOf } from './background-tag.ts';

// A part of the service worker: the platform wakes it when there is a network again, also while no tab is open.
// Built into sw.js by scripts/precache.ts.

interface SyncEvent extends Event {
  readonly tag: string;
  waitUntil(work: Promise<unknown>): void;
}

self.addEventListener('sync', (event) => {
  const { tag, waitUntil } = event as SyncEvent;
  const identity = identityOf(tag);
  if (identity) waitUntil.call(event, send(identity));
});

async function send(identity: NonNullable<ReturnType<typeof identityOf>>): Promise<void> {
  await sendInBackground({
    identity,
    url: '/graphql',
    environment: {
      fetch: (input, init) => fetch(input, init),
      random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
      schedule(work, ms) {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
    },
    async ifFree(name, work) {
      let isFree = false;
      await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
        isFree = lock !== null;
        if (lock) await work();
      });
      return isFree;
    },
    exists: async (name) => (await indexedDB.databases()).some((database) => database.name === name),
  });
}
