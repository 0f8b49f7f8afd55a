import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/**
 * Which files of a closed browser's profile hold one of these texts, in any form a browser stores text in: `file: text`.
 * Deleted values too, as long as their bytes are still in a file.
 */
export async function filesHolding(profile: string, texts: readonly string[]): Promise<string[]> {
  const wanted = texts.flatMap((text) => [
    { text, bytes: Buffer.from(text, 'utf8') },
    { text, bytes: Buffer.from(text, 'utf16le') },
  ]);
  const found: string[] = [];
  for (const entry of await readdir(profile, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    for (const { text, bytes } of wanted) {
      if (content.includes(bytes)) found.push(`${relative(profile, path)}: ${text}`);
    }
  }
  return [...new Set(found)].sort();
}
