import { markdownFrom } from '@cairn/text';
import type { AccountThings, NoteThing, TaskThing } from './account-things.ts';
import { FileNames } from './file-names.ts';
import { writeFrontMatter } from './front-matter.ts';

/** A text file in a folder. */
export interface TextFile {
  /** `notes/Packing.md` */
  readonly path: string;
  readonly text: string;
}

/** Notes as they are, lists as checklists; the trash is left out. */
export function asMarkdownFiles({ inbox, lists, notes }: AccountThings): TextFile[] {
  const noteNames = new FileNames();
  const listNames = new FileNames();
  return [
    ...notes.map((note) => ({ path: `notes/${noteNames.nameFor(note.title, 'Note')}.md`, text: sayNote(note) })),
    ...[{ name: 'Inbox', tasks: inbox }, ...lists].map(({ name, tasks }) => ({
      path: `lists/${listNames.nameFor(name, 'List')}.md`,
      text: `# ${name}\n\n${tasks.flatMap((task) => linesOf(task, '')).join('\n')}\n`,
    })),
  ];
}

function sayNote({ title, updates, tags, pinned, createdAt }: NoteThing): string {
  const front = writeFrontMatter({ title, tags, pinned: pinned || null, created: createdAt });
  return `${front}\n${bodyOf(updates)}`;
}

/** A note that cannot be read must not take all others along. */
function bodyOf(updates: readonly string[]): string {
  try {
    return markdownFrom(updates);
  } catch {
    return '';
  }
}

function linesOf(
  { title, description, priority, start, due, tags, rule, completedAt, parts }: TaskThing,
  indent: string,
): string[] {
  const about = [
    ...tags.map((tag) => `#${tag}`),
    ...(priority > 0 ? [`!${4 - priority}`] : []),
    ...(start ? [`start: ${start.replace('T', ' ')}`] : []),
    ...(due ? [`due: ${due.replace('T', ' ')}`] : []),
    ...(rule ? [`repeat: ${rule}`] : []),
  ];
  const below = `${indent}  `;
  return [
    `${indent}- [${completedAt === null ? ' ' : 'x'}] ${[title, ...about].join(' ')}`,
    ...(description === '' ? [] : description.split('\n').map((line) => `${below}${line}`.trimEnd())),
    ...parts.flatMap((part) => linesOf(part, below)),
  ];
}
