import { standardKeymap } from '@codemirror/commands';
import type { TransactionSpec } from '@codemirror/state';
import { keymap, type Command, type EditorView } from '@codemirror/view';
import { yUndoManagerKeymap } from 'y-codemirror.next';
import { changeLines, format, type FormatCommand } from './commands.ts';
import { textCommands } from '../text-commands.ts';
import { indentOf, nextLine, outdentOf, type LineChange } from './list-lines.ts';
import { tickAt } from './widgets.ts';

const FORMATS = ['bold', 'italic', 'link', 'heading', 'item', 'check'] as const satisfies readonly FormatCommand[];

type TextCommandId = (typeof textCommands)[number]['id'];

/** As the editor writes what the command's keys say. */
function keyOf(id: TextCommandId): string {
  return textCommands
    .find((command) => command.id === id)!
    .keys[0].replace('$mod', 'Mod')
    .replaceAll('+', '-');
}

const formatting =
  (command: FormatCommand): Command =>
  (view) => {
    format(view, command);
    return true;
  };

function leavingItem(from: number, { clear, instead }: { clear: number; instead: string }): TransactionSpec {
  return { changes: { from, to: from + clear, insert: instead }, selection: { anchor: from + instead.length } };
}

const enter: Command = (view) => {
  const { main } = view.state.selection;
  const line = view.state.doc.lineAt(main.from);
  const next = main.empty ? nextLine(line.text, main.from - line.from) : undefined;
  if (!next) return false;
  view.dispatch('clear' in next ? leavingItem(line.from, next) : view.state.replaceSelection(`\n${next.insert}`), {
    scrollIntoView: true,
    userEvent: 'input',
  });
  return true;
};

/** Moves the items of the selection; false where there are none, so that Tab goes on to the next field. */
function moveItems(view: EditorView, change: (line: string) => LineChange): boolean {
  const spec = changeLines(view.state, (line) => (indentOf(line) === 0 ? undefined : change(line)));
  if (spec.changes.length === 0) return false;
  view.dispatch({ ...spec, userEvent: 'input.indent' });
  return true;
}

/** The first Escape leaves the text, the second one the note. */
const leave: Command = (view) => {
  view.contentDOM.closest<HTMLElement>('[data-note-page]')?.focus();
  return true;
};

const tick: Command = (view) => {
  tickAt(view, view.state.selection.main.head);
  return true;
};

export const editorKeys = keymap.of([
  { key: 'Enter', run: enter },
  {
    key: 'Tab',
    run: (view) => moveItems(view, (line) => ({ from: 0, to: 0, insert: ' '.repeat(indentOf(line)) })),
    shift: (view) => moveItems(view, (line) => ({ from: 0, to: outdentOf(line), insert: '' })),
  },
  { key: keyOf('text.tick'), run: tick },
  ...FORMATS.map((name) => ({ key: keyOf(`text.${name}`), run: formatting(name), preventDefault: true })),
  { key: 'Escape', run: leave },
  ...yUndoManagerKeymap,
  ...standardKeymap,
]);
