import { listSearch } from '../list/list-search.ts';
import { noteSearch } from '../note/note-search.ts';
import { taskSearch } from '../task/task-search.ts';
import type { Searchable } from './searchable.ts';

/** All that can be searched; each concept says how in its folder. */
export const searchables: readonly Searchable[] = [taskSearch, noteSearch, listSearch];
