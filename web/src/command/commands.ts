import { conflictCommands } from '../conflict/conflict-commands.ts';
import { listCommands } from '../list/list-commands.ts';
import { noteCommands } from '../note/note-commands.ts';
import { textCommands } from '../note/text-commands.ts';
import { shellCommands } from '../shell/shell-commands.ts';
import { taskCommands } from '../task/task-commands.ts';
import type { Command } from './command.ts';
import { rowCommands } from './row-commands.ts';

/** All that a person can do. Each concept declares its own in its folder; those of a group stand in this order. */
export const commands: readonly Command[] = [
  ...taskCommands,
  ...noteCommands,
  ...listCommands,
  ...shellCommands,
  ...rowCommands,
  ...conflictCommands,
  ...textCommands,
];

const byId = new Map(commands.map((command) => [command.id, command]));

/** @throws when there is no such command */
export function commandOf(id: string): Command {
  const command = byId.get(id);
  if (!command) throw new Error(`there is no command ${id}`);
  return command;
}
