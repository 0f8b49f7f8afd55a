import { GitCommitHorizontal, Pencil, Split } from 'lucide-react';
import type { Command } from '../command/command.ts';

const about = { group: 'Conflict', scope: 'conflict' } as const;

/** The screen of conflicts provides these, and the steps from row to row. */
export const conflictCommands: readonly Command[] = [
  { ...about, id: 'conflict.mine', title: 'Keep the first version', keys: ['1'], icon: GitCommitHorizontal },
  { ...about, id: 'conflict.theirs', title: 'Keep the second version', keys: ['2'], icon: Split },
  { ...about, id: 'conflict.edit', title: 'Write another', keys: ['e'], icon: Pencil },
];
