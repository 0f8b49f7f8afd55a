import { strToU8, unzipSync, zipSync } from 'fflate';
import { ImportError } from './import-plan.ts';
import type { TextFile } from './markdown-files.ts';

/** Bytes that a zip may unpack to, and files in it. */
const UNPACKED_LIMIT = 100 * 1024 * 1024;
const FILES_LIMIT = 20_000;

export interface PackedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export function pack(files: readonly TextFile[], at: Date): Uint8Array<ArrayBuffer> {
  const entries = files.map(({ path, text }) => [path, [strToU8(text), { mtime: at }]] as const);
  return zipSync(Object.fromEntries(entries) as Parameters<typeof zipSync>[0], { level: 6 }) as Uint8Array<ArrayBuffer>;
}

/**
 * The files of a zip whose paths are wanted; the names of the others.
 * @throws ImportError when it is no zip, or too large
 */
export function unpack(
  zip: Uint8Array,
  isWanted: (path: string) => boolean,
): { files: PackedFile[]; others: string[] } {
  const others: string[] = [];
  let bytes = 0;
  let count = 0;
  const tooLarge = () => new ImportError('This zip is too large to take in.');
  try {
    const found = unzipSync(zip, {
      filter({ name, originalSize }) {
        if (name.endsWith('/')) return false;
        count += 1;
        bytes += isWanted(name) ? originalSize : 0;
        if (bytes > UNPACKED_LIMIT || count > FILES_LIMIT) throw tooLarge();
        if (!isWanted(name)) others.push(name);
        return isWanted(name);
      },
    });
    return { files: Object.entries(found).map(([path, bytes]) => ({ path, bytes })), others };
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError('This file is not a zip that can be read.');
  }
}
