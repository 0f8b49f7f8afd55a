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
      async request(name, signal, work) {
        await navigator.locks.request(name, { signal }, work);
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
