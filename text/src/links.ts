const LINK = /\]\(cairn:(task|note)\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\)/g;

/** A link in Markdown to one of the account's own things. */
export interface BodyLink {
  readonly entityType: 'Task' | 'Note';
  readonly entityId: string;
}

/** The target of a link: `[Milk](cairn:task/0190…)`. */
export function linkTarget({ entityType, entityId }: BodyLink): string {
  return `cairn:${entityType.toLowerCase()}/${entityId}`;
}

/** What a body links to, each once, in order of appearance. */
export function linksIn(markdown: string): BodyLink[] {
  const found = new Map<string, BodyLink>();
  for (const [, type, entityId] of markdown.matchAll(LINK)) {
    found.set(entityId!, { entityType: type === 'task' ? 'Task' : 'Note', entityId: entityId! });
  }
  return [...found.values()];
}
