import type { CairnApp } from '@cairn/client';
import { registry } from '@cairn/domain';
import { conflictIndexes } from '../conflict/waiting.ts';
import { listIndexes } from '../list/indexes.ts';
import { noteIndexes } from '../note/indexes.ts';
import { tagIndexes } from '../tag/indexes.ts';
import { reminders } from '../reminder/reminder-index.ts';
import { taskIndexes } from '../task/indexes.ts';
import { partIndexes } from '../task/part-indexes.ts';

/** What this app tells the client of its concepts. */
export const appDefinition: CairnApp = {
  registry,
  indexes: [
    ...listIndexes,
    ...taskIndexes,
    ...partIndexes,
    reminders,
    ...noteIndexes,
    ...tagIndexes,
    ...conflictIndexes,
  ],
};
