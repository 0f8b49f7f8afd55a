import type { Mutation } from '@cairn/domain';
import type { AppCairn } from './cairn-context.ts';
import { attempt } from './use-save.ts';

/**
 * Undo, as a toast offers it: what was just done is taken back as far as it is still there. Once more has been done
 * since, the opposite event does it.
 */
export function takingBack(cairn: AppCairn, mutation: Mutation, entityId: string, opposite: () => unknown): () => void {
  return () => {
    const { undo } = cairn.undoable.get();
    const isLast = undo?.mutation === mutation && undo.entity.id === entityId;
    void (isLast ? attempt(() => cairn.undo()) : opposite());
  };
}
