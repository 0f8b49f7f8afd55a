import type { Command, CommandContext, Handler } from './command.ts';
import { provided, providedAnywhere } from './provided.ts';

/** What would do the command here and now; undefined where it is not available. */
export function handlerOf(command: Command, context: CommandContext): Handler | undefined {
  if (!isAbout(command, context)) return undefined;
  const handler =
    provided(command.id, context) ??
    command.run ??
    (command.scope === 'rows' ? providedAnywhere(command.id) : undefined);
  if (!handler || command.isAvailable?.(context) === false) return undefined;
  return handler;
}

/** False when it is not available here. */
export function runCommand(command: Command, context: CommandContext): boolean {
  const handler = handlerOf(command, context);
  handler?.(context);
  return handler !== undefined;
}

function isAbout({ scope }: Command, { route, subjects }: CommandContext): boolean {
  switch (scope) {
    case 'task':
    case 'note':
    case 'list':
      return subjects[scope].length > 0;
    case 'conflict':
      return route.screen.name === 'conflicts';
    case 'text':
      return false;
    default:
      return true;
  }
}
