import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';

const web = resolve(fileURLToPath(import.meta.url), '../..');
const out = join(web, 'out');

/** Left out: data for routes the one page never asks for, what only other browsers or scripts need. */
const LEFT_OUT = [
  /\.txt$/,
  /\.map$/,
  /\.(br|gz)$/,
  /^\/sw\.js$/,
  // For who is about to install the app.
  /^\/screenshots\//,
  /^\/(404|_not-found)/,
  /\/_buildManifest\.js$|\/_ssgManifest\.js$|\/_clientMiddlewareManifest\.js(on)?$/,
  // Other alphabets of the font are fetched when a text needs them.
  /\/inter-(?!latin)[a-z-]+-(wght|opsz)-\w+\.[^/]*woff2$/,
];

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).split(sep).join('/'))
    .sort();
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data);

const COMPRESSIBLE = /\.(js|css|html|svg|json|webmanifest)$/;

/** Beside each file, as small as it gets: a server has no time for that with every request. */
function compress(): void {
  for (const path of filesOf(out).filter((name) => COMPRESSIBLE.test(name))) {
    const data = readFileSync(join(out, path));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length };
    writeFileSync(join(out, `${path}.br`), brotliCompressSync(data, { params }));
    writeFileSync(join(out, `${path}.gz`), gzipSync(data, { level: 9 }));
  }
}

/** Next's polyfills are for browsers without modules; those have no service workers either. */
function noModuleScripts(): string[] {
  const html = readFileSync(join(out, 'index.html'), 'utf8');
  return [...html.matchAll(/<script\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => /\bnomodule\b/i.test(tag))
    .flatMap((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1] ?? []);
}

/** The part of the worker that needs the client: as little of it as sending takes. */
function backgroundSync(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(web, 'src/pwa/background-sync.ts')],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    conditions: ['production'],
    write: false,
  });
  return outputFiles[0]!.text;
}

/** Puts the service worker into the exported app, with the list of what it keeps. Answers what it did, in words. */
export function writeServiceWorker(): string {
  const polyfills = noModuleScripts();
  const paths = filesOf(out).filter(
    (path) => !LEFT_OUT.some((pattern) => pattern.test(path)) && !polyfills.includes(path),
  );
  const files = Object.fromEntries(
    paths.map((path) => [path, `sha256-${sha256(readFileSync(join(out, path))).digest('base64')}`]),
  );
  const source = `${readFileSync(join(web, 'src/pwa/service-worker.js'), 'utf8')}\n${backgroundSync()}`;
  // The version says what the worker does and what it keeps: the same build again is no update.
  const version = sha256(source + JSON.stringify(files))
    .digest('hex')
    .slice(0, 16);
  writeFileSync(join(out, 'sw.js'), `self.__PRECACHE = ${JSON.stringify({ version, files })};\n${source}`);
  compress();
  const size = paths.reduce((sum, path) => sum + readFileSync(join(out, path)).length, 0);
  return `sw.js keeps ${paths.length} files, ${Math.round(size / 1024)} kB`;
}
