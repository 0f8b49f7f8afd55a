import { webcrypto } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Environment } from './environment.ts';

type WebSocketClass = new (
  url: string | URL,
  protocols?: string | string[],
) => {
  addEventListener(event: 'error', listener: () => void): void;
};

/** A socket given up while it connects emits an error that nobody waits for any more; in Node that would end the process. */
function withErrorListener(webSocket: WebSocketClass): unknown {
  return class extends webSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('error', () => undefined);
    }
  };
}

/** One process per outbox folder: there are no tabs, so the lock is always free and the channel reaches this process. */
export function nodeEnvironment(options: { webSocket?: WebSocketClass } = {}): Environment {
  const channels = new EventEmitter();
  return {
    now: () => Date.now(),
    random: (bytes) => webcrypto.getRandomValues(new Uint8Array(bytes)),
    schedule(work, ms) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    fetch: (input, init) => fetch(input, init),
    ...(options.webSocket === undefined ? {} : { webSocket: withErrorListener(options.webSocket) }),
    locks: { request: (_name, _signal, work) => work(), owner: async () => 'this process' },
    channel(name) {
      const own = new Set<(message: unknown) => void>();
      return {
        post(message) {
          for (const listener of channels.listeners(name)) {
            if (!own.has(listener as (message: unknown) => void)) (listener as (message: unknown) => void)(message);
          }
        },
        subscribe(listener) {
          own.add(listener);
          channels.on(name, listener);
          return () => {
            own.delete(listener);
            channels.off(name, listener);
          };
        },
        close() {
          for (const listener of own) channels.off(name, listener);
          own.clear();
        },
      };
    },
    signals: { isOnline: () => true, subscribe: () => () => {} },
  };
}
