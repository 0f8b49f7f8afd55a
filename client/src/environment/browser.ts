import type { Environment, Signal } from './environment.ts';

export function browserEnvironment(): Environment {
  return {
    now: () => Date.now(),
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    schedule(work, ms) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    fetch: (input, init) => fetch(input, init),
    locks: {
      async request(name, signal, work, { steal = false, shared = false } = {}) {
        signal.throwIfAborted();
        // The platform refuses the two together; who steals does not wait.
        await navigator.locks.request(
          name,
          steal ? { steal } : { signal, mode: shared ? 'shared' : 'exclusive' },
          work,
        );
      },
      async owner(name) {
        const { held = [] } = await navigator.locks.query();
        return held.find((lock) => lock.name === name)?.clientId;
      },
    },
    channel(name) {
      const channel = new BroadcastChannel(name);
      return {
        post: (message) => channel.postMessage(message),
        subscribe(listener) {
          const handler = (event: MessageEvent) => listener(event.data);
          channel.addEventListener('message', handler);
          return () => channel.removeEventListener('message', handler);
        },
        close: () => channel.close(),
      };
    },
    signals: {
      isOnline: () => navigator.onLine,
      subscribe(listener) {
        const stop = new AbortController();
        const on = (target: EventTarget, event: string, signal: () => Signal) =>
          target.addEventListener(event, () => listener(signal()), { signal: stop.signal });
        on(window, 'online', () => 'online');
        on(window, 'offline', () => 'offline');
        on(window, 'focus', () => 'resume');
        on(window, 'pageshow', () => 'resume');
        on(window, 'pagehide', () => 'hide');
        on(document, 'visibilitychange', () => (document.visibilityState === 'visible' ? 'resume' : 'hide'));
        return () => stop.abort();
      },
    },
  };
}
