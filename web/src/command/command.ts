import type { LucideIcon } from 'lucide-react';
import type { AppCairn } from '../cairn/cairn-context.ts';
import type { Route } from '../shell/router.ts';
import type { Subjects } from './subjects.ts';

/** What a command is about, from the widest to the narrowest: of those that share a key the narrowest gets it. */
export const SCOPES = ['app', 'rows', 'list', 'note', 'task', 'conflict', 'text'] as const;

export type Scope = (typeof SCOPES)[number];

/** Headings of the sheet of keys, in its order. */
export const GROUPS = [
  'Anywhere',
  'Go to',
  'In a list of rows',
  'Task',
  'Note',
  'Writing',
  'List',
  'Conflict',
] as const;

export type Group = (typeof GROUPS)[number];

/** Where the person is when they ask for something. */
export interface CommandContext {
  readonly cairn: AppCairn;
  readonly route: Route;
  /** What had the focus. */
  readonly at: HTMLElement | null;
  /** Ids of what it is about. */
  readonly subjects: Subjects;
}

export type Handler = (context: CommandContext) => unknown;

/** Something a person can do. Keys, the sheet of keys, hints in menus and the palette come from this alone. */
export interface Command {
  /** `concept.verb` */
  readonly id: string;
  /** As a menu says it. */
  readonly title: string;
  /** Other words that somebody may look for. */
  readonly words?: string;
  readonly group: Group;
  readonly scope: Scope;
  /**
   * The first one is shown. A press is `Alt+ArrowUp`, `$mod+k` (Ctrl, or ⌘ on a Mac), `?`; several after each other have
   * spaces between: `g i`. The space bar is `Space`.
   */
  readonly keys: readonly [string, ...string[]];
  readonly icon: LucideIcon;
  /** Its keys work while somebody types, too. Those of the scope `text` are the editor's own. */
  readonly whileTyping?: boolean;
  /** Moves the focus alone, or wants it where it is: no line of the palette. */
  readonly isKeyOnly?: boolean;
  /** Beside that there is something it is about. */
  readonly isAvailable?: (context: CommandContext) => boolean;
  /** Without it a part of the screen does it, for as long as it is there; see `useProvides`. */
  readonly run?: Handler;
}
