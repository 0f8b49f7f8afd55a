import type { EntityRef, Fields, Mutation, Payloads } from '@cairn/domain';
import { useMemo } from 'react';
import { useCairn, type AppCairn } from '../cairn/cairn-context.ts';
import { attempt } from '../cairn/use-save.ts';
import { notify } from '../ui/notify.ts';
import { undoOfDocument } from './documents.ts';
import type { LoggedEvent } from './logged-event.ts';
import type { EntityVersion } from './use-version.ts';

export type RecoveryActions = ReturnType<typeof recoveryActions>;

export function useRecoveryActions(): RecoveryActions {
  const cairn = useCairn();
  return useMemo(() => recoveryActions(cairn), [cairn]);
}

/** What a person can bring back: each is an event of its own, and can be undone like any other. */
function recoveryActions(cairn: AppCairn) {
  async function say(written: Promise<{ readonly result: unknown } | undefined>, done: string, nothing: string) {
    const outcome = await written;
    if (outcome) notify(outcome.result === undefined ? nothing : done);
  }

  /** What takes back a piece of text is made where the whole text is. */
  async function takeBackByServer(eventId: string): Promise<{ eventId: string } | undefined> {
    const { data } = await cairn.client.query({
      query: undoOfDocument,
      variables: { eventId },
      fetchPolicy: 'no-cache',
    });
    const intent = data?.undoOf;
    if (!intent) return undefined;
    return cairn.record(intent.mutation as Mutation, intent.payload as Payloads[Mutation]);
  }

  return {
    takeBack: (event: LoggedEvent) =>
      say(
        attempt(() => (event.type === 'NoteEdited' ? takeBackByServer(event.id) : cairn.takeBack(event))),
        'Taken back',
        'Nothing of it is left to take back',
      ),

    bringBack: (ref: EntityRef, { fields, body }: EntityVersion) =>
      say(
        attempt(async () => {
          const written = await cairn.bringBack(ref, fields);
          const update = body === undefined ? undefined : await updateTo(cairn, ref, body);
          return update === undefined ? written : cairn.record('editNote', { noteId: ref.id, update });
        }),
        'Brought back',
        'It is like this now',
      ),

    /** A value that did not stand, after all. */
    use: (ref: EntityRef, fields: Fields) =>
      say(
        attempt(() => cairn.bringBack(ref, fields)),
        'Used instead',
        'It is like this now',
      ),
  };
}

/** The edit that makes a note's text what it was; undefined when it is so. Whoever types meanwhile loses nothing. */
async function updateTo(cairn: AppCairn, ref: EntityRef, body: string): Promise<string | undefined> {
  const { rewrite } = await import('@cairn/text');
  return rewrite((cairn.entity(ref)?.fields.updates ?? []) as readonly string[], body);
}
