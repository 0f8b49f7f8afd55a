import { fold, termsIn } from './fold.ts';

export type Trait = 'done' | 'open' | 'trashed' | 'pinned' | 'task' | 'note' | 'list';

/** What somebody looks for. All of it has to hold. */
export interface Query {
  /** Words as they are looked for; the last one may be half typed. */
  readonly terms: readonly string[];
  /** Words that have to stand after each other, one space between. */
  readonly phrases: readonly string[];
  readonly tags: readonly string[];
  /** Beginnings of names of lists. */
  readonly lists: readonly string[];
  readonly traits: ReadonlySet<Trait>;
}

const TRAITS: { readonly [word: string]: Trait } = {
  done: 'done',
  completed: 'done',
  open: 'open',
  todo: 'open',
  trashed: 'trashed',
  trash: 'trashed',
  deleted: 'trashed',
  pinned: 'pinned',
  task: 'task',
  tasks: 'task',
  note: 'note',
  notes: 'note',
  list: 'list',
  lists: 'list',
};

/** `in:"two words"`, `#tag`, `is:done`, `"a phrase"`, or a word. */
const PART = /(?:(in|is):)?"([^"]*)"?|(in|is):(\S*)|#(\S+)|(\S+)/giu;

export function parseQuery(text: string): Query {
  const terms: string[] = [];
  const phrases: string[] = [];
  const tags: string[] = [];
  const lists: string[] = [];
  const traits = new Set<Trait>();
  for (const [, quotedKey, quoted, key, value, tag, word] of text.matchAll(PART)) {
    const filter = (quotedKey ?? key)?.toLowerCase();
    const about = quoted ?? value ?? '';
    if (filter === 'in') {
      if (about !== '') lists.push(fold(about));
    } else if (filter === 'is') {
      const trait = TRAITS[fold(about)];
      if (trait) traits.add(trait);
    } else if (tag !== undefined) tags.push(fold(tag));
    else if (quoted !== undefined) {
      const words = termsIn(quoted);
      terms.push(...words);
      if (words.length > 1) phrases.push(words.join(' '));
    } else terms.push(...termsIn(word ?? ''));
  }
  return { terms, phrases, tags, lists, traits };
}

export function isEmpty({ terms, tags, lists, traits }: Query): boolean {
  return terms.length + tags.length + lists.length + traits.size === 0;
}
