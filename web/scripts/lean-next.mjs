import { createRequire } from 'node:module';

/** The release whose inner files the ones below stand in for; with another one they have to be compared again. */
const KNOWN = '16.4.5';

/**
 * What Next's start-up does with its router where there is one page: the props of `App`, and `Router.ready`. All else of it
 * (routes with patterns, rewrites, middleware, prefetching, data of other pages) is 20 kB compressed of every first
 * visit, for an app that reads its addresses itself.
 */
const ROUTER = `
const listeners = [];
const singleton = {
  router: null,
  ready(then) { if (singleton.router) then(); else listeners.push(then); },
  beforePopState() {},
};
exports.__esModule = true;
exports.default = singleton;
exports.createRouter = (pathname, query, asPath) => {
  singleton.router = { pathname, route: pathname, query, asPath, isReady: true, isSsr: false };
  for (const then of listeners.splice(0)) then();
  return singleton.router;
};
exports.makePublicRouterInstance = (router) => router;
`;

/** The contexts of `next/navigation`, which nothing here reads. */
const ADAPTERS = `
exports.__esModule = true;
exports.adaptForAppRouterInstance = () => null;
exports.adaptForSearchParams = () => new URLSearchParams();
exports.adaptForPathParams = () => null;
exports.PathnameContextProviderAdapter = ({ children }) => children;
`;

/** Pages come by the chunks that the document names. */
const PAGE_LOADER = `
const { createRouteLoader } = require('next/dist/client/route-loader');
exports.__esModule = true;
exports.default = class PageLoader {
  constructor(buildId, assetPrefix) {
    this.routeLoader = createRouteLoader(assetPrefix);
  }
  loadPage(route) {
    return this.routeLoader.loadRoute(route).then((loaded) => {
      if (!('component' in loaded)) throw loaded.error;
      return { page: loaded.component, mod: loaded.exports, styleSheets: [] };
    });
  }
};
`;

/** `next/script`, which no page uses. */
const SCRIPT = `
exports.__esModule = true;
exports.initScriptLoader = () => undefined;
`;

/** Says the title of the next page to screen readers. The screens are none of Next's; the app says theirs itself. */
const ANNOUNCER = `
exports.__esModule = true;
exports.RouteAnnouncer = () => null;
`;

/** Changes the head for `next/head`, which no page uses. */
const HEAD = `
exports.__esModule = true;
exports.default = () => ({ mountedInstances: new Set(), updateHead() {} });
`;

/** Whether an address has patterns in it. */
const IS_DYNAMIC = `
exports.__esModule = true;
exports.isDynamicRoute = () => false;
`;

/** Measures the start for whoever traces Next. */
const TRACER = `
exports.__esModule = true;
exports.default = { startSpan: () => ({ end() {} }), onSpanEnd() {} };
`;

/** Settings of `next/image`, which no page uses. */
const IMAGES = `
exports.__esModule = true;
exports.ImageConfigContext = require('react').createContext(null);
`;

/** Tells apart what the App router throws to go elsewhere. */
const ROUTER_ERROR = `
exports.__esModule = true;
exports.isNextRouterError = () => false;
`;

export const STANDS_IN = {
  'client/router.js': ROUTER,
  'shared/lib/router/adapters.js': ADAPTERS,
  'client/page-loader.js': PAGE_LOADER,
  'client/script.js': SCRIPT,
  'client/route-announcer.js': ANNOUNCER,
  'client/head-manager.js': HEAD,
  'client/tracing/tracer.js': TRACER,
  'client/components/is-next-router-error.js': ROUTER_ERROR,
  'shared/lib/image-config-context.shared-runtime.js': IMAGES,
  'shared/lib/router/utils/is-dynamic.js': IS_DYNAMIC,
};

/** A loader for the inner files of Next that are of no use to one page; in the browser's part of a production build alone. */
export default function leanNext() {
  const { version } = createRequire(import.meta.url)('next/package.json');
  if (version !== KNOWN) throw new Error(`web/scripts/lean-next.mjs knows Next ${KNOWN}, not ${version}`);
  const path = this.resourcePath.replaceAll('\\', '/');
  const source = Object.entries(STANDS_IN).find(([name]) => path.endsWith(`/next/dist/${name}`))?.[1];
  if (!source) throw new Error(`nothing stands in for ${path}`);
  return source;
}
