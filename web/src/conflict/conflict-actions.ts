import {
  registry,
  type Choice,
  type Conflict,
  type EntityRef,
  type Json,
  type Mutation,
  type Payloads,
} from '@cairn/domain';
import { useMemo } from 'react';
import { useCairn, type AppCairn } from '../cairn/cairn-context.ts';
import { takingBack } from '../cairn/take-back.ts';
import { useSave, type Save } from '../cairn/use-save.ts';
import { quote, type Names } from '../history/words/concept-words.ts';
import { fieldWords } from '../history/words/words.ts';
import { notifyUndo } from '../ui/notify.ts';
import { short } from '../ui/short.ts';

export type ConflictActions = ReturnType<typeof conflictActions>;

export function useConflictActions(names: Names): ConflictActions {
  const cairn = useCairn();
  const save = useSave();
  return useMemo(() => conflictActions(cairn, save, names), [cairn, save, names]);
}

function conflictActions(cairn: AppCairn, save: Save, names: Names) {
  function recover(
    type: string,
    recovery: 'settle' | 'reopen',
    id: string,
    payload: { readonly [member: string]: Json },
  ) {
    const mutation = registry.mutationFor(type, recovery) as Mutation;
    const { key } = registry.eventOf(mutation);
    // Every concept's recovery has the same members beside the entity's id.
    return save(mutation, { [key]: id, ...payload } as unknown as Payloads[Mutation]);
  }

  return {
    /** True once it is chosen. `value`: with EDITED, what stands instead of both. */
    async settle({ type, id }: EntityRef, conflict: Conflict, choice: Choice, value?: Json): Promise<boolean> {
      const { id: conflictId, field } = conflict;
      const isSettled = await recover(type, 'settle', id, {
        conflictId,
        choice,
        ...(value === undefined ? {} : { value }),
      });
      if (!isSettled) return false;
      const chosen = choice === 'MINE' ? conflict.mine : choice === 'THEIRS' ? conflict.theirs : (value ?? null);
      const undo = takingBack(cairn, registry.mutationFor(type, 'settle') as Mutation, id, () =>
        recover(type, 'reopen', id, { conflictId }),
      );
      notifyUndo(`Chose ${quote(short(fieldWords(type, field).say(chosen, names)))}`, undo);
      return true;
    },
  };
}
