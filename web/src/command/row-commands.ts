import { ArrowDown, ArrowDownToLine, ArrowUp, ArrowUpToLine } from 'lucide-react';
import type { Command } from './command.ts';

const common = { group: 'In a list of rows', scope: 'rows', isKeyOnly: true } as const;

/** Every list of rows provides these. */
export const rowCommands: readonly Command[] = [
  { ...common, id: 'rows.next', title: 'Next row', keys: ['ArrowDown', 'j'], icon: ArrowDown },
  { ...common, id: 'rows.previous', title: 'Previous row', keys: ['ArrowUp', 'k'], icon: ArrowUp },
  { ...common, id: 'rows.first', title: 'First row', keys: ['Home'], icon: ArrowUpToLine },
  { ...common, id: 'rows.last', title: 'Last row', keys: ['End'], icon: ArrowDownToLine },
];
