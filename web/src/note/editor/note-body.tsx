import { useFragment } from '@apollo/client/react';
import type { EditorView } from '@codemirror/view';
import { useCallback, useEffect, useRef, useState, type MouseEvent } from 'react';
import { useCairn, type AppCairn } from '../../cairn/cairn-context.ts';
import { countSaved } from '../../cairn/use-save.ts';
import { navigate } from '../../shell/navigation.ts';
import { explainFailure } from '../../sync/explain.ts';
import { useFlusher } from '../../ui/drafts.ts';
import { notifyFailure } from '../../ui/notify.ts';
import { noteTextFragment } from '../documents.ts';
import { countWords } from '../note-name.ts';
import { rememberText } from '../note-text.ts';
import { format } from './commands.ts';
import { createEditor } from './editor-view.ts';
import { linkTargetsOf } from './find-targets.ts';
import { FormatBar } from './format-bar.tsx';
import { OpenBody } from './open-body.ts';
import { sayNumber } from '../../ui/say-number.ts';

/** Words are counted when the typing rests. */
const COUNT_AFTER = 400;

/** The text of one note, to read and to write. Its parent gives each note one of its own. */
export function NoteBody({ id }: { id: string }) {
  const cairn = useCairn();
  const { data } = useFragment({ fragment: noteTextFragment, from: { __typename: 'Note', id } });
  const updates = data.updates;
  const [body] = useState(() => openBodyOf(cairn, id));
  const [words, setWords] = useState(() => wordsIn(body));
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(undefined);
  useFlusher(useCallback(() => body.flush(), [body]));

  useEffect(() => {
    let counting: ReturnType<typeof setTimeout> | undefined;
    const view = createEditor({
      parent: place.current!,
      text: body.text,
      targets: linkTargetsOf(cairn, id, navigate),
      onChange() {
        clearTimeout(counting);
        counting = setTimeout(() => setWords(wordsIn(body)), COUNT_AFTER);
      },
      onBlur: () => void body.flush(),
    });
    editor.current = view;
    return () => {
      clearTimeout(counting);
      view.destroy();
    };
  }, [cairn, id, body]);

  useEffect(() => {
    if (!updates) return;
    body.receive(updates);
    rememberText(updates, body.text.toString());
  }, [updates, body]);

  return (
    <div className="flex flex-1 cursor-text flex-col" onClick={(event) => focusBelow(event, editor.current)}>
      {body.unreadable > 0 && (
        <p className="mb-3 rounded-md bg-notice-wash px-4 py-2.5 text-notice">
          Part of this note cannot be read. The rest of it is here.
        </p>
      )}
      <div ref={place} data-note-body />
      <div className="sticky bottom-0 z-10 mt-auto -ml-2 flex cursor-default flex-wrap items-center justify-between gap-x-4 bg-surface py-2">
        <FormatBar
          onFormat={(command) => {
            if (!editor.current) return;
            format(editor.current, command);
            editor.current.focus();
          }}
        />
        <p className="text-sm whitespace-nowrap text-ink-faint tabular-nums">
          {words === 1 ? '1 word' : `${sayNumber(words)} words`}
        </p>
      </div>
    </div>
  );
}

const wordsIn = (body: OpenBody) => countWords(body.text.toString());

function openBodyOf(cairn: AppCairn, noteId: string): OpenBody {
  const updates = (cairn.entity({ type: 'Note', id: noteId })?.fields.updates ?? []) as readonly string[];
  return new OpenBody(updates, {
    async begin(update) {
      const draft = await cairn.draft('editNote', { noteId, update });
      return { amend: (next) => draft.amend({ noteId, update: next }), seal: () => draft.seal() };
    },
    schedule(run, delay) {
      const timer = setTimeout(run, delay);
      return () => clearTimeout(timer);
    },
    onSaved: countSaved,
    onFailure: (error) => notifyFailure(explainFailure(error)),
  });
}

/** The empty space under a short text is part of the page that one writes on. */
function focusBelow(event: MouseEvent, view: EditorView | undefined): void {
  if (!view || event.target !== event.currentTarget) return;
  view.dispatch({ selection: { anchor: view.state.doc.length } });
  view.focus();
}
