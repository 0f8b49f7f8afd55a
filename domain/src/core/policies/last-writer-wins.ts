import { LOST, type FieldPolicy } from '../field.ts';
import { isLater } from '../writer.ts';

/** By clock, then by device: the same for every order of arrival. */
export const lastWriterWins: FieldPolicy = {
  name: 'last-writer-wins',
  merge: ({ state, change, mine }) => (isLater(mine, state.writer!) ? change : LOST),
};
