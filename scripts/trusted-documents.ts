import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { InMemoryCache } from '@apollo/client';
import { registry } from '@cairn/domain';
import { Kind, print, type DocumentNode } from 'graphql';
import { createDocuments } from '../client/src/link/documents.ts';

/** Beside the typed documents; TRUSTED_DOCUMENTS names it to a server. */
export const TRUSTED_DOCUMENTS = 'web/src/generated/trusted-documents.json';

/**
 * Writes the texts of all documents that the app sends, by their hashes: those of its screens as Apollo Client sends them,
 * under the hash that codegen leaves in each, and those that the client makes up itself.
 */
export async function writeTrustedDocuments(): Promise<void> {
  const cache = new InMemoryCache();
  const generated = (await import('../web/src/generated/graphql.ts')) as Record<string, unknown>;
  const texts: Record<string, string> = {};
  for (const document of Object.values(generated)) {
    if (isOperation(document))
      texts[document.__meta__.hash.replace(/^sha256:/, '')] = print(cache.transformDocument(document));
  }
  for (const text of Object.values<DocumentNode>({ ...createDocuments(registry) }).map(print)) {
    texts[createHash('sha256').update(text).digest('hex')] = text;
  }
  await writeFile(TRUSTED_DOCUMENTS, `${JSON.stringify(texts, null, 1)}\n`);
}

function isOperation(value: unknown): value is DocumentNode & { readonly __meta__: { readonly hash: string } } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === Kind.DOCUMENT &&
    '__meta__' in value
  );
}
