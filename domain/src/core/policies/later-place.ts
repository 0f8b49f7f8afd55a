import type { FieldPolicy } from '../field.ts';
import { lastWriterWins } from './last-writer-wins.ts';

/**
 * Two devices that put the same thing in two places: the later place counts. Two things in one place need no policy:
 * equal keys are told apart by id, so each device's insertion stays between its neighbours.
 */
export const laterPlace: FieldPolicy = { ...lastWriterWins, name: 'later-place' };
