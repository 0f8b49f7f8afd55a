// The shell, offline. Only files of one build are kept, all or none; data is never cached here, it lives in IndexedDB.
// The build fills in the list: scripts/precache.ts.

/** @type {{ version: string, files: Record<string, string> }} Path and integrity of every file of this build. */
const { version, files } = self.__PRECACHE;

const PREFIX = 'cairn-shell-';
const CACHE = PREFIX + version;
const SHELL = '/index.html';
const MANIFEST = '/__precache';
/** Where most starts begin; kept under these names too, so that the browser finds them by itself. */
const STARTS = ['/', '/inbox', '/today'];
const SERVER = ['/graphql', '/auth', '/health', '/ready'];

self.addEventListener('install', (event) => {
  event.waitUntil(install());
  event.waitUntil(route(event));
});
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const answer = answerTo(event.request);
  if (answer) event.respondWith(answer);
});
self.addEventListener('message', (event) => {
  if (event.data === 'SKIP_WAITING') void self.skipWaiting();
});

async function install() {
  const [cache, known] = await Promise.all([caches.open(CACHE), filesOfOlderCaches()]);
  await Promise.all(
    Object.entries(files).map(async ([path, integrity]) => {
      const copy = known.get(path)?.integrity === integrity ? await known.get(path).cache.match(path) : undefined;
      if (copy) return cache.put(path, copy);
      // A deploy caught half way serves files that do not match: then this version is not installed and the old one stays.
      const response = await fetch(path, { integrity, cache: 'no-cache', credentials: 'same-origin' });
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return cache.put(path, unredirected(response));
    }),
  );
  for (const path of STARTS) await cache.put(path, await cache.match(SHELL));
  await cache.put(MANIFEST, new Response(JSON.stringify(files)));
}

/**
 * What the browser may take from the cache without this worker: waking it takes longer than reading a file, and a cold start
 * waits for both. Where a browser does not know how, the worker answers.
 */
async function route(event) {
  const source = { cacheName: CACHE };
  const get = { requestMethod: 'get' };
  await event
    .addRoutes?.([
      ...STARTS.map((path) => ({
        condition: { ...get, requestMode: 'navigate', urlPattern: { pathname: path } },
        source,
      })),
      { condition: { ...get, urlPattern: { pathname: '/_next/static/*' } }, source },
    ])
    .catch(() => undefined);
}

/** A redirected response must not answer a navigation. */
function unredirected(response) {
  if (!response.redirected) return response;
  return new Response(response.body, { status: response.status, headers: response.headers });
}

async function filesOfOlderCaches() {
  const found = new Map();
  for (const name of await shellCaches()) {
    const cache = await caches.open(name);
    const manifest = await cache.match(MANIFEST);
    if (!manifest) continue;
    for (const [path, integrity] of Object.entries(await manifest.json())) found.set(path, { cache, integrity });
  }
  return found;
}

async function shellCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
}

async function activate() {
  const old = (await shellCaches()).filter((name) => name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

function answerTo(request) {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return undefined;
  if (SERVER.some((path) => url.pathname === path || url.pathname.startsWith(`${path}/`))) return undefined;
  if (request.mode === 'navigate') return cached(SHELL, request);
  return url.pathname in files ? cached(url.pathname, request) : undefined;
}

async function cached(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const path = event.notification.data?.path;
  if (typeof path === 'string' && path.startsWith('/')) event.waitUntil(openApp(path));
});

/** In a window that is open already, which goes there without loading anew; else in a new one. */
async function openApp(path) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = windows.find((client) => client.focused) ?? windows[0];
  if (!open) return self.clients.openWindow(path);
  open.postMessage({ type: 'OPEN', path });
  return open.focus();
}
