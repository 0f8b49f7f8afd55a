import { ASK, type FieldPolicy } from '../field.ts';

/** What reached the server first stands until the person has chosen; the other waits beside it [M6]. */
export const ask: FieldPolicy = { name: 'ask', merge: () => ASK };
