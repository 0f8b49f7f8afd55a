import type { FieldPolicy } from '../field.ts';

/** What reaches the server last stands. */
export const clientWins: FieldPolicy = { name: 'client-wins', merge: ({ change }) => change };
