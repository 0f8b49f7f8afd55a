import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const manifest = pathToFileURL(createRequire(import.meta.url).resolve('@cairn/prisma/package.json'));

/** A file of this package, from wherever this code was bundled to. @param path from the package's folder */
export function inPackage(path: string): URL {
  return new URL(path, manifest);
}
