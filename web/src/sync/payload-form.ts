import { registry } from '@cairn/domain';
import { wordsOf } from '../history/words/words.ts';

/** A member of an event that a person may write anew. */
export interface EditableMember {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly isLong: boolean;
}

export type Payload = { readonly [member: string]: unknown };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/i;
/** An update of a text, as devices exchange it. */
const ENCODED = /^[A-Za-z0-9+/]{24,}={0,2}$/;

/** The texts of an event that are a person's own words: no ids, no order keys, no encoded updates. */
export function editableMembers(mutation: string, payload: Payload): EditableMember[] {
  const { entity } = registry.eventOf(mutation);
  const { fields } = wordsOf(entity);
  return Object.entries(payload).flatMap(([name, value]): EditableMember[] => {
    const words = fields[name];
    if (typeof value !== 'string' || UUID.test(value) || ENCODED.test(value) || words?.isSilent) return [];
    const label = words?.name ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return [{ name, label, value, isLong: (words?.isLong ?? false) || value.length > 120 || value.includes('\n') }];
  });
}

/** What is left for those who know: the other members, as JSON. */
export function otherMembers(mutation: string, payload: Payload): string {
  const editable = new Set(editableMembers(mutation, payload).map(({ name }) => name));
  const others = Object.entries(payload).filter(([name]) => !editable.has(name));
  return JSON.stringify(Object.fromEntries(others), null, 2);
}

/** @throws SyntaxError when `others` is no JSON object */
export function payloadOf(texts: { readonly [name: string]: string }, others: string): Payload {
  const parsed = JSON.parse(others) as unknown;
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new SyntaxError('not an object');
  return { ...(parsed as Payload), ...texts };
}
