/** Registering at once would compete with the start of the app for the network and the processor. */
const DELAY = 4_000;
const CHECK_EVERY = 3_600_000;

interface Listener {
  /** A new version waits; `takeOver` makes it the one in every tab. */
  onReady(takeOver: () => void): void;
  /** This tab still runs the old version, the worker is the new one. */
  onTakenOver(): void;
}

export function startServiceWorker({ onReady, onTakenOver }: Listener): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const { serviceWorker } = navigator;
  // The very first worker takes over a page that is as new as itself.
  let isUpdate = serviceWorker.controller !== null;
  serviceWorker.addEventListener(
    'controllerchange',
    () => {
      if (isUpdate) onTakenOver();
      isUpdate = true;
    },
    { signal },
  );

  async function register() {
    const registration = await serviceWorker.register('/sw.js', { updateViaCache: 'none' });
    if (signal.aborted) return;
    const look = () => {
      const { waiting } = registration;
      if (waiting && serviceWorker.controller) onReady(() => waiting.postMessage('SKIP_WAITING'));
    };
    const follow = () => registration.installing?.addEventListener('statechange', look, { signal });
    look();
    follow();
    registration.addEventListener('updatefound', follow, { signal });

    let checked = Date.now();
    const check = () => {
      if (document.visibilityState !== 'visible' || Date.now() - checked < CHECK_EVERY) return;
      checked = Date.now();
      void registration.update().catch(() => undefined);
    };
    document.addEventListener('visibilitychange', check, { signal });
    const timer = setInterval(check, CHECK_EVERY);
    signal.addEventListener('abort', () => clearInterval(timer));
  }

  // A browser that refuses (a private window) still has the app, only not offline.
  const start = () => setTimeout(() => void register().catch(() => undefined), DELAY);
  if (document.readyState === 'complete') start();
  else window.addEventListener('load', start, { once: true, signal });
  return () => stop.abort();
}
