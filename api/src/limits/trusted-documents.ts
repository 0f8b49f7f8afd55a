import { readFile } from 'node:fs/promises';
import { Kind, OperationTypeNode, parse, print, visit, type DocumentNode } from 'graphql';

/**
 * What brings home a queue that an older release wrote, and keeps its session: no list of this release's documents may
 * stand in its way.
 */
const ALWAYS = new Set(['replayEvents', 'refreshSession']);

/** The documents that the app of this release sends, by their hashes. */
export class TrustedDocuments {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #plain: ReadonlySet<string>;
  /** Whether nothing else is run. */
  readonly isOnly: boolean;

  constructor(texts: ReadonlyMap<string, string>, isOnly: boolean) {
    this.#texts = texts;
    this.#plain = new Set([...texts.values()].map((text) => plain(parse(text))));
    this.isOnly = isOnly;
  }

  /**
   * @param files manifests as the build writes them: those of releases that are still in use, too
   * @throws when one cannot be read
   */
  static async read(files: readonly string[], isOnly: boolean): Promise<TrustedDocuments> {
    if (isOnly && files.length === 0) throw new Error('TRUSTED_DOCUMENTS_ONLY needs TRUSTED_DOCUMENTS');
    const manifests = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    const texts = manifests.flatMap((manifest) => Object.entries(JSON.parse(manifest) as Record<string, string>));
    return new TrustedDocuments(new Map(texts), isOnly);
  }

  textOf(hash: string): string | undefined {
    return this.#texts.get(hash);
  }

  /** Whether it may be run where nothing else may. */
  has(document: DocumentNode): boolean {
    return this.#plain.has(plain(document)) || isAlwaysTaken(document);
  }
}

/** The same for one document however it is laid out, and whether or not a client asks for the names of types as well. */
function plain(document: DocumentNode): string {
  return print(visit(document, { Field: ({ name }) => (name.value === '__typename' ? null : undefined) }));
}

function isAlwaysTaken({ definitions }: DocumentNode): boolean {
  const operations = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  return operations.every(
    ({ operation, selectionSet }) =>
      operation === OperationTypeNode.MUTATION &&
      selectionSet.selections.every((node) => node.kind === Kind.FIELD && ALWAYS.has(node.name.value)),
  );
}
