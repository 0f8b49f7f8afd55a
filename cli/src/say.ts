import type { SyncStatus } from '@cairn/client';
import type { Entity } from '@cairn/domain';

export const changes = (count: number) => (count === 1 ? '1 change' : `${count} changes`);

/** Why what is pending still is. */
export function reason({ road, lastError }: SyncStatus): string {
  switch (road) {
    case 'signed-out':
      return 'this session has ended: cairn sign-in';
    case 'offline':
    case 'unreachable':
      return `the server does not answer${lastError ? ` (${lastError})` : ''}`;
    case 'blocked':
      return `the server takes no more for now${lastError ? ` (${lastError})` : ''}`;
    default:
      return 'there was no time left';
  }
}

/** Where what was just done is. */
export function whereabouts(status: SyncStatus): string {
  if (status.parked > 0) return `the server has refused ${changes(status.parked)}: cairn sync`;
  return status.pending === 0 ? 'on the server' : `saved here, and sent later: ${reason(status)}`;
}

/** One line: its title, and what else there is to say. */
export function lineOf({ fields }: Entity): string {
  const { title, due, start, tags, priority, repeat } = fields;
  const rest = [
    ...(due ? [`due ${String(due).replace('T', ' ')}`] : []),
    ...(start ? [`from ${String(start).replace('T', ' ')}`] : []),
    ...(priority ? ['!'.repeat(Number(priority))] : []),
    ...(repeat ? ['repeats'] : []),
    ...(tags as readonly string[]).map((tag) => `#${tag}`),
  ];
  return [String(title), ...rest].join('  ');
}
