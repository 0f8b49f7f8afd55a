import { LOST, type FieldPolicy } from '../field.ts';

/** What reached the server first stands. */
export const serverWins: FieldPolicy = { name: 'server-wins', merge: () => LOST };
