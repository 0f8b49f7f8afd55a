import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { NextConfig } from 'next';
import { STANDS_IN } from './scripts/lean-next.mjs';

const isProduction = process.env.NODE_ENV === 'production';
const root = resolve(process.cwd(), '..');
const api = `http://localhost:${process.env.API_PORT ?? '4000'}`;

/** The same sources give the same build, with or without git: an unchanged deploy must not look like a new version. */
function contentId(): string {
  const hash = createHash('sha256');
  for (const folder of ['web/pages', 'web/src', 'client/src', 'domain/src', 'text/src']) {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name));
    for (const file of files.sort()) hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Parts of Next that one page has no use for. */
const LEFT_OUT_OF_NEXT = new RegExp(
  `next/dist/(${Object.keys(STANDS_IN)
    .map((path) => path.replaceAll('.', '\\.'))
    .join('|')})$`,
);

export default {
  ...(isProduction ? { output: 'export', adapterPath: resolve('scripts/after-build.mjs') } : {}),
  reactStrictMode: true,
  devIndicators: false,
  experimental: {
    clientRouterFilter: false,
    // Names of constants are longer than what they stand for.
    turbopackCrossModuleConstants: true,
    // A file more costs little over one connection; what is twice in two files costs everybody.
    turbopackChunking: { requestCost: 10_000 },
  },
  transpilePackages: ['@cairn/domain', '@cairn/client', '@cairn/text'],
  // `npm run check` reads the types.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    root,
    rules: {
      '*.ts': {
        condition: { all: [{ path: /web\/src\// }, { content: /graphql\(`/ }] },
        loaders: [resolve('scripts/inline-documents.mjs')],
        as: '*.ts',
      },
      '*.js': {
        condition: { all: ['browser', 'production', { path: LEFT_OUT_OF_NEXT }] },
        loaders: [resolve('scripts/lean-next.mjs')],
        as: '*.js',
      },
    },
    // By its conditions a bundler would take the build for ES5, with helpers.
    resolveAlias: { rxjs: '../node_modules/rxjs/dist/esm/index.js' },
  },
  generateBuildId: () => process.env.CAIRN_BUILD_ID ?? contentId(),
  ...(isProduction
    ? {}
    : {
        rewrites: async () => ({
          beforeFiles: ['/graphql', '/graphql/:path*', '/auth'].map((path) => ({
            source: path,
            destination: `${api}${path}`,
          })),
          afterFiles: [],
          // In development any path must answer, so that deep links reload; the export has a server that falls back.
          fallback: [{ source: '/:path*', destination: '/' }],
        }),
      }),
} satisfies NextConfig;
