import {
  AtSign,
  Bold,
  Heading,
  IndentDecrease,
  IndentIncrease,
  Italic,
  Link2,
  List,
  ListChecks,
  LogOut,
  SquareCheck,
} from 'lucide-react';
import type { Command } from '../command/command.ts';

const about = { group: 'Writing', scope: 'text', isKeyOnly: true } as const;

/** In a note's text the editor does these, by the keys that stand here. */
export const textCommands = [
  { ...about, id: 'text.bold', title: 'Bold', keys: ['$mod+b'], icon: Bold },
  { ...about, id: 'text.italic', title: 'Italic', keys: ['$mod+i'], icon: Italic },
  { ...about, id: 'text.link', title: 'Link', keys: ['$mod+k'], icon: Link2 },
  { ...about, id: 'text.heading', title: 'Heading', keys: ['$mod+Shift+1'], icon: Heading },
  { ...about, id: 'text.item', title: 'List', keys: ['$mod+Shift+8'], icon: List },
  { ...about, id: 'text.check', title: 'Checklist', keys: ['$mod+Shift+9'], icon: ListChecks },
  { ...about, id: 'text.mention', title: 'Link to a task or note', keys: ['[ ['], icon: AtSign },
  { ...about, id: 'text.tick', title: 'Tick the line', keys: ['$mod+Enter'], icon: SquareCheck },
  { ...about, id: 'text.indent', title: 'Indent the item', keys: ['Tab'], icon: IndentIncrease },
  { ...about, id: 'text.outdent', title: 'Outdent the item', keys: ['Shift+Tab'], icon: IndentDecrease },
  { ...about, id: 'text.leave', title: 'Leave the text', keys: ['Escape'], icon: LogOut },
] as const satisfies readonly Command[];
