import type { ApiConcept } from './entity/projection.ts';
import { list } from './list/index.ts';
import { note } from './note/index.ts';
import { settings } from './settings/index.ts';
import { task } from './task/index.ts';

/** Every concept, one line each. */
export const concepts: readonly ApiConcept[] = [list, task, note, settings];
