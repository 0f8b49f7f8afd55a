/** What stands before a note's text, between lines of three dashes. */
export interface FrontMatter {
  readonly title?: string;
  readonly tags: readonly string[];
  readonly pinned: boolean;
}

const BLOCK = /^---[ \t]*\r?\n([\s\S]*?)\r?\n?---[ \t]*(?:\r?\n|$)/;

/** The front matter of a Markdown file, and the text after it. What is not understood of it stays in the text. */
export function readFrontMatter(markdown: string): { readonly front: FrontMatter; readonly body: string } {
  const nothing = { front: { tags: [], pinned: false }, body: markdown };
  const block = BLOCK.exec(markdown);
  if (!block) return nothing;
  const values = membersOf(block[1]!);
  if (!values) return nothing;
  const [title] = values.get('title') ?? [];
  const tags = ['tags', 'tag', 'keywords'].flatMap((name) => values.get(name) ?? []);
  return {
    front: { ...(title === undefined ? {} : { title }), tags, pinned: values.get('pinned')?.[0] === 'true' },
    body: markdown.slice(block[0].length).replace(/^\r?\n/, ''),
  };
}

/** Lines of `name: value`, `name: [a, b]` and lists below a name; undefined where it is something else. */
function membersOf(text: string): Map<string, readonly string[]> | undefined {
  const members = new Map<string, readonly string[]>();
  let last: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    const item = /^\s*-\s+(.*)$/.exec(line);
    if (item && last !== undefined) {
      members.set(last, [...(members.get(last) ?? []), unquoted(item[1]!)]);
      continue;
    }
    const member = /^([\w-]+)\s*:\s*(.*)$/.exec(line);
    if (!member) {
      // More of a value that we do not read: a text over several lines, a map.
      if (/^\s+\S/.test(line) && last !== undefined) continue;
      return undefined;
    }
    last = member[1]!.toLowerCase();
    members.set(last, valuesOf(last, member[2]!.trim()));
  }
  return members;
}

function valuesOf(name: string, text: string): readonly string[] {
  if (text === '') return [];
  const list = /^\[(.*)\]$/.exec(text)?.[1];
  if (list !== undefined) return parts(list);
  return name === 'title' ? [unquoted(text)] : parts(text);
}

function parts(text: string): string[] {
  return text
    .split(',')
    .map((part) => unquoted(part.trim()))
    .filter((part) => part !== '');
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  if (/^".*"$/.test(trimmed)) {
    try {
      return JSON.parse(trimmed) as string;
    } catch {
      return trimmed.slice(1, -1);
    }
  }
  return /^'.*'$/.test(trimmed) ? trimmed.slice(1, -1).replaceAll("''", "'") : trimmed;
}

/** Every value in quotes, as JSON is YAML too: no title is taken for a number, or for a list. */
export function writeFrontMatter(members: {
  readonly [name: string]: string | boolean | readonly string[] | null;
}): string {
  const lines = Object.entries(members).flatMap(([name, value]) =>
    value === null || (Array.isArray(value) && value.length === 0) ? [] : [`${name}: ${sayValue(value)}`],
  );
  return `---\n${lines.join('\n')}\n---\n`;
}

function sayValue(value: string | boolean | readonly string[]): string {
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'string'
    ? JSON.stringify(value)
    : `[${value.map((each) => JSON.stringify(each)).join(', ')}]`;
}
