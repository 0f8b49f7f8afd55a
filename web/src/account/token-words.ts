import { registry } from '@cairn/domain';
import { wordsOf } from '../history/words/words.ts';
import { sayMomentWithin } from './say-moment-within.ts';

/** Of what a token may do: the scope, and what it means. */
export interface ScopeWords {
  readonly scope: string;
  readonly words: string;
  readonly hint?: string;
}

const plural = (noun: string) => (noun.endsWith('s') ? noun : `${noun}s`);
const appendScope = (type: string) => `append:${type.charAt(0).toLowerCase()}${type.slice(1)}`;

export const SCOPES: readonly ScopeWords[] = [
  { scope: 'read', words: 'Read everything' },
  { scope: 'subscribe', words: 'Follow changes as they happen' },
  ...registry.entities.map(({ type }) => ({
    scope: appendScope(type),
    words: `Add and change ${plural(wordsOf(type).noun)}`,
  })),
  { scope: 'account', words: 'See and end devices and tokens', hint: 'Asks for your password.' },
];

/** “read everything, add and change tasks”. */
export function sayScopes(scopes: readonly string[]): string {
  const said = SCOPES.filter(({ scope }) => scopes.includes(scope)).map(({ words }) => words.toLowerCase());
  return [...said, ...(scopes.includes('append') ? ['add and change anything'] : [])].join(', ');
}

interface Token {
  readonly expiresAt?: string | null | undefined;
  readonly lastUsedAt?: string | null | undefined;
  readonly previousUntil?: string | null | undefined;
}

/** Whether it is in use, and until when it is good. */
export function sayUse({ expiresAt, lastUsedAt, previousUntil }: Token, now: Date): string {
  const used = lastUsedAt ? `Last used ${sayMomentWithin(lastUsedAt)}` : 'Not used yet';
  const isOver = expiresAt !== null && expiresAt !== undefined && new Date(expiresAt) <= now;
  const until = !expiresAt
    ? ''
    : isOver
      ? `; expired ${sayMomentWithin(expiresAt)}`
      : `; good until ${sayMomentWithin(expiresAt)}`;
  const old = previousUntil ? `; its old secret works until ${sayMomentWithin(previousUntil)}` : '';
  return `${used}${until}${old}.`;
}
