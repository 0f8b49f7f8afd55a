import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import { linkTargets, writeLink, type LinkTarget } from './link-targets.ts';

/** `[[` offers tasks and notes by title. */
function complete(context: CompletionContext): CompletionResult | null {
  // From the last pair of brackets: an earlier one may have been left as it was.
  const typed = context.matchBefore(/\[\[(?:[^\]\n[]|\[(?!\[))*/);
  const targets = context.state.facet(linkTargets);
  if (!typed || !targets) return null;
  const options = targets.find(typed.text.slice(2)).map(optionOf);
  // Ranked already, by titles that need not hold the words in one piece.
  return { from: typed.from, options, filter: false };
}

function optionOf(target: LinkTarget): Completion {
  return {
    label: target.title,
    detail: target.entityType === 'Task' ? 'Task' : 'Note',
    apply(view: EditorView, _completion: Completion, from: number, to: number) {
      const insert = `${writeLink(target)} `;
      // Brackets that a keyboard closed by itself go with what was typed.
      const closed = /^\]{0,2}/.exec(view.state.sliceDoc(to, to + 2))![0].length;
      view.dispatch({
        changes: { from, to: to + closed, insert },
        selection: { anchor: from + insert.length },
        userEvent: 'input.complete',
      });
    },
  };
}

export const linkCompletion = autocompletion({ override: [complete], icons: false, interactionDelay: 0 });
