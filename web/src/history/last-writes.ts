import { clockTime, type Entity } from '@cairn/domain';
import { fieldWords } from './words/words.ts';

/** A write that some field still holds. */
export interface LastWrite {
  readonly version: number;
  readonly device: string;
  /** ISO time. */
  readonly at: string;
  readonly text: string;
}

/** What an entity itself tells of its history, newest first: the last write to each field. Needs no server. */
export function lastWrites(entity: Entity): LastWrite[] {
  const fields = new Map<number, string[]>();
  for (const [field, writer] of Object.entries(entity.writers)) {
    fields.set(writer.version, [...(fields.get(writer.version) ?? []), field]);
  }
  return [...fields]
    .sort(([a], [b]) => b - a)
    .map(([version, written]) => {
      const { device, clock } = entity.writers[written[0]!]!;
      return { version, device, at: clockTime(clock), text: sayWritten(entity, version, written) };
    });
}

function sayWritten({ type, fields }: Entity, version: number, written: readonly string[]): string {
  if (version === 1) return 'Created';
  if (written.includes('deletedAt'))
    return fields.deletedAt === null ? 'Restored from the trash' : 'Moved to the trash';
  if (written.includes('completedAt')) return fields.completedAt === null ? 'Reopened' : 'Completed';
  return `Changed ${written.map((field) => fieldWords(type, field).inSentence).join(' and ')}`;
}
