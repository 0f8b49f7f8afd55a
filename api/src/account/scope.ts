/**
 * What an access token may do: `read` what the account holds, `subscribe` to its changes, `append` events, of one concept
 * (`append:list`) or of all, and manage the `account`: its devices and tokens.
 */
export type Scope = 'read' | 'subscribe' | 'append' | `append:${string}` | 'account';

const PLAIN = ['read', 'subscribe', 'append', 'account'];

/** Every scope that there is, for these entity types. */
export function scopesFor(types: readonly string[]): readonly Scope[] {
  return [...PLAIN, ...types.map(appendScope)] as Scope[];
}

/** To append events of this entity type. */
export function appendScope(entityType: string): Scope {
  return `append:${entityType.charAt(0).toLowerCase()}${entityType.slice(1)}`;
}

export function allows(granted: readonly string[], scope: Scope): boolean {
  return granted.includes(scope) || (scope.startsWith('append:') && granted.includes('append'));
}
