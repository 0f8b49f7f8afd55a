import { Circle, FilePlus, Hash, Plus, Search, type LucideIcon } from 'lucide-react';
import { lists } from '../list/indexes.ts';
import { entityPath } from '../history/entity-path.ts';
import { goTo, navigate } from '../shell/navigation.ts';
import { focusWhenThere } from '../shell/when-there.ts';
import { tagKey } from '../tag/tag-key.ts';
import { askedFor } from '../search/asked-for.ts';
import { viewOf, type FoundView } from '../search/found-view.ts';
import type { Results } from '../search/searcher.ts';
import { taskActions } from '../task/task-actions.ts';
import type { Command, CommandContext } from './command.ts';
import { commands } from './commands.ts';
import { fit } from './fuzzy.ts';
import { handlerOf } from './run-command.ts';

export const PALETTE_GROUPS = ['Recent', 'Found', 'Commands', 'Go to', 'Create'] as const;

type PaletteGroup = (typeof PALETTE_GROUPS)[number];

/** Something the palette offers. */
export interface PaletteLine {
  /** Known by it the next time, too. */
  readonly key: string;
  readonly title: string;
  readonly group: PaletteGroup;
  readonly score: number;
  readonly icon?: LucideIcon;
  readonly command?: Command;
  /** Of a list. */
  readonly color?: string;
  readonly found?: FoundView;
  run(context: CommandContext): unknown;
}

/** Lines of one group. */
const SHOWN = 7;
/** What was used lately is liked better than what fits as well. */
const RECENT = 15;

function commandLines(context: CommandContext, typed: string): PaletteLine[] {
  return commands.flatMap((command) => {
    if (command.isKeyOnly) return [];
    const handler = handlerOf(command, context);
    if (!handler) return [];
    const { id, title, words = '', icon, group, scope } = command;
    const score = Math.max(fit(title, typed), fit(words, typed) * 0.8);
    // What is about the chosen thing comes before what can be done anywhere.
    const bonus = scope === 'app' ? 0 : 3;
    return [
      {
        key: `command:${id}`,
        title,
        group: group === 'Go to' ? 'Go to' : 'Commands',
        score: score === 0 ? 0 : score + bonus,
        icon,
        command,
        run: handler,
      } satisfies PaletteLine,
    ];
  });
}

function placeLines({ cairn }: CommandContext, tags: readonly string[], typed: string): PaletteLine[] {
  const listLines = cairn
    .index(lists.name, 'all')
    .get()
    .map((listId): PaletteLine => {
      const fields = cairn.entity({ type: 'List', id: listId })?.fields;
      const title = String(fields?.name ?? '');
      return {
        key: `List:${listId}`,
        title,
        group: 'Go to',
        score: fit(title, typed),
        color: String(fields?.color ?? 'slate'),
        run: () => goTo({ name: 'list', listId }),
      };
    });
  const tagLines = tags.map((tag): PaletteLine => {
    const score = fit(tag, typed.replace(/^#/, ''));
    return {
      key: `tag:${tag}`,
      title: tag,
      group: 'Go to',
      score: typed.startsWith('#') ? score : score * 0.9,
      icon: Hash,
      run: () => goTo({ name: 'tag', tagKey: tagKey(tag) }),
    };
  });
  return [...listLines, ...tagLines];
}

function foundLines({ cairn }: CommandContext, results: Results | undefined): PaletteLine[] {
  return (results?.found ?? [])
    .filter(({ entity }) => entity.type !== 'List')
    .map((one): PaletteLine => {
      const found = viewOf(cairn, one);
      const title = found.name.map(({ text }) => text).join('');
      return {
        key: found.key,
        title,
        group: 'Found',
        // In the order of the search.
        score: 100,
        found,
        run: () => navigate(found.href),
      };
    });
}

function createLines({ cairn, route: { screen } }: CommandContext, typed: string): PaletteLine[] {
  const text = typed.trim();
  if (text === '') return [];
  const listId = screen.name === 'list' ? screen.listId : null;
  return [
    {
      key: 'create:task',
      title: `Add the task “${text}”`,
      group: 'Create',
      score: 1,
      icon: Plus,
      run: () => taskActions(cairn).add(text, { listId }),
    },
    {
      key: 'create:note',
      title: `Write the note “${text}”`,
      group: 'Create',
      score: 1,
      icon: FilePlus,
      run: async () => (await import('../note/new-note.ts')).newNote(cairn, text),
    },
    {
      key: 'create:search',
      title: `Search for “${text}”`,
      group: 'Create',
      score: 1,
      icon: Search,
      run() {
        askedFor(cairn).set(text);
        goTo({ name: 'search' });
        focusWhenThere('#search');
      },
    },
  ];
}

/** Tasks and notes that were opened lately, as they are now. */
function recentLine({ cairn }: CommandContext, key: string): PaletteLine | undefined {
  const [type = '', id = ''] = key.split(':');
  if (type !== 'Task' && type !== 'Note') return undefined;
  const entity = cairn.entity({ type, id });
  if (!entity || entity.fields.deletedAt) return undefined;
  const title = String(entity.fields.title) || 'Untitled note';
  return {
    key,
    title,
    group: 'Recent',
    score: 1,
    icon: type === 'Task' ? Circle : FilePlus,
    run: () => navigate(entityPath(cairn, entity)),
  };
}

export interface PaletteOptions {
  readonly context: CommandContext;
  readonly typed: string;
  readonly tags: readonly string[];
  readonly recent: readonly string[];
  readonly results: Results | undefined;
}

export interface PaletteGroupLines {
  readonly group: PaletteGroup;
  readonly lines: readonly PaletteLine[];
}

/**
 * For the same words: what was offered stays where it was, under the pointer or under the thumb, and what was found since
 * comes below it.
 */
export function keepPlaces(
  before: readonly PaletteGroupLines[],
  now: readonly PaletteGroupLines[],
): readonly PaletteGroupLines[] {
  return inPlaceOf(before, now, ({ group }) => group).map(({ group, lines }) => {
    const known = before.find((one) => one.group === group)?.lines ?? [];
    return { group, lines: inPlaceOf(known, lines, ({ key }) => key) };
  });
}

/** Those of now, first the ones that were there before, in the order of before. */
function inPlaceOf<T>(before: readonly T[], now: readonly T[], keyOf: (one: T) => string): readonly T[] {
  const places = new Map(before.map((one, index) => [keyOf(one), index]));
  const placeOf = (one: T) => places.get(keyOf(one)) ?? before.length;
  return [...now].sort((a, b) => placeOf(a) - placeOf(b));
}

/** All that is offered, by group; the best first. With nothing typed, what was used lately comes first. */
export function paletteLines({ context, typed, tags, recent, results }: PaletteOptions): readonly PaletteGroupLines[] {
  const isBlank = typed.trim() === '';
  const known = [...commandLines(context, typed), ...placeLines(context, tags, typed)].filter(({ score }) => score > 0);
  const lines: PaletteLine[] = [
    ...foundLines(context, results),
    ...known.map((line) => (recent.includes(line.key) ? { ...line, score: line.score + RECENT } : line)),
    ...createLines(context, typed),
  ];
  const lately = isBlank
    ? recent.flatMap((key, index) => {
        const line = known.find((one) => one.key === key) ?? recentLine(context, key);
        return line ? [{ ...line, group: 'Recent' as const, score: recent.length - index }] : [];
      })
    : [];
  const shown = new Set(lately.slice(0, SHOWN).map(({ key }) => key));
  const all = [...lately, ...lines.filter(({ key }) => !shown.has(key))];
  return PALETTE_GROUPS.map((group) => ({
    group,
    lines: all
      .filter((line) => line.group === group)
      .sort((a, b) => b.score - a.score)
      // With nothing typed, all of it is there to be looked through.
      .slice(0, isBlank && group !== 'Recent' ? undefined : SHOWN),
  }))
    .filter(({ lines: members }) => members.length > 0)
    .sort((a, b) => (isBlank ? 0 : bestOf(b.lines) - bestOf(a.lines)));
}

function bestOf(lines: readonly PaletteLine[]): number {
  return Math.max(...lines.map(({ score, group }) => (group === 'Found' ? 70 : score)));
}
