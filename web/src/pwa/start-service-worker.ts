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
      if (waiting && serviceWorker.controller) onReady(() => letTakeOver(waiting));
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

/** Asks the server for a newer version of the app; `onReady` is told when there is one. */
export async function lookForUpdate(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined);
  await registration?.update().catch(() => undefined);
}

/** The newest version there is, from the next moment on: what is typed must be durable before. */
export async function reloadNewest(): Promise<void> {
  await lookForUpdate();
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  const newer = await installed(registration?.installing ?? registration?.waiting ?? undefined);
  // It takes over, which reloads every tab.
  if (newer) letTakeOver(newer);
  else window.location.reload();
}

/** So long the worker before may be at something that a page has asked it for. Milliseconds. */
const PATIENCE = 2_000;

/** It takes over once the one before has nothing left to do. What a page still wants of that one ends with the page. */
function letTakeOver(worker: ServiceWorker): void {
  worker.postMessage('SKIP_WAITING');
  setTimeout(() => window.location.reload(), PATIENCE);
}

function installed(worker: ServiceWorker | undefined): Promise<ServiceWorker | undefined> {
  if (!worker || worker.state === 'installed') return Promise.resolve(worker);
  return new Promise((resolve) =>
    worker.addEventListener('statechange', () => {
      if (worker.state === 'installed') resolve(worker);
      else if (worker.state === 'redundant') resolve(undefined);
    }),
  );
}
