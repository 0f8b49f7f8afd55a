import { isSameJson, registry, type Entity, type Fields } from '@cairn/domain';
import { short } from '../ui/short.ts';
import type { Names } from './words/concept-words.ts';
import { wordsOf } from './words/words.ts';

/** A field as it was, in words. */
export interface VersionRow {
  readonly field: string;
  readonly name: string;
  readonly then: string;
  /** Where it is another one now. */
  readonly now: string | undefined;
}

/** What there is to say of an earlier version beside its title: what had a value, and what is different now. */
export function versionRows(entity: Entity, then: Fields, names: Names): VersionRow[] {
  const { titleField, fields } = wordsOf(entity.type);
  return Object.entries(fields).flatMap(([field, { name, say, isSilent }]): VersionRow[] => {
    const value = then[field];
    if (isSilent || field === titleField || value === undefined) return [];
    const { initial } = registry.entity(entity.type).fields[field]!;
    const now = entity.fields[field] ?? initial;
    const isSame = isSameJson(now, value);
    if (isSame && isSameJson(value, initial)) return [];
    return [{ field, name, then: say(value, names), now: isSame ? undefined : short(say(now, names)) }];
  });
}
