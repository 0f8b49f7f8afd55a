import type { Entity } from '@cairn/domain';

/** A change by another device that the deletion did not take into account. */
export interface EditedBeside {
  readonly device: string;
  /** It came after the deletion; otherwise it was on its way when that was made. */
  readonly isAfter: boolean;
}

/** Whether what is in the trash was changed elsewhere after it was deleted, or just before, unseen [M5]. */
export function editedBeside({ writers }: Pick<Entity, 'writers'>): EditedBeside | undefined {
  const { deletedAt: deleted, ...others } = writers;
  if (!deleted) return undefined;
  const last = Object.values(others)
    .filter(({ device, version }) => device !== deleted.device && version > deleted.parent)
    .sort((a, b) => b.version - a.version)[0];
  return last && { device: last.device, isAfter: last.version > deleted.version };
}
