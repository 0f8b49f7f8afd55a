import { Refusal, tag } from '@cairn/domain';

/** What somebody typed as a tag: without its `#`, words joined by hyphens; undefined when nothing is left of it. */
export function parseTag(typed: string): string | undefined {
  const words = typed.trim().replace(/^#+/, '').replaceAll('#', '').trim().replaceAll(/\s+/g, '-');
  try {
    return tag.check(words, 'tag');
  } catch (error) {
    if (Refusal.is(error)) return undefined;
    throw error;
  }
}
