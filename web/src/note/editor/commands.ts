import type { ChangeSpec, EditorState, TransactionSpec } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { nextHeading, toggleItem, type LineChange } from './list-lines.ts';
import { insertLink, toggleMark } from './marks.ts';

/** What keys and the bar under the text do. */
export type FormatCommand = 'bold' | 'italic' | 'heading' | 'item' | 'check' | 'link';

const COMMANDS: { readonly [command in FormatCommand]: (state: EditorState) => TransactionSpec } = {
  bold: (state) => toggleMark(state, '**'),
  italic: (state) => toggleMark(state, '*'),
  heading: (state) => changeLines(state, nextHeading),
  item: (state) => changeLines(state, (line) => toggleItem(line, '- ')),
  check: (state) => changeLines(state, (line) => toggleItem(line, '- [ ] ')),
  link: insertLink,
};

export function format(view: EditorView, command: FormatCommand): void {
  view.dispatch({ ...COMMANDS[command](view.state), scrollIntoView: true, userEvent: 'input.format' });
}

/** One change for each line of the selection; the cursor goes along with its line. */
export function changeLines(
  state: EditorState,
  change: (line: string) => LineChange | undefined,
): { changes: ChangeSpec[]; selection: { anchor: number; head: number } } {
  const { main } = state.selection;
  const changes = [];
  for (let { number } = state.doc.lineAt(main.from); number <= state.doc.lineAt(main.to).number; number += 1) {
    const line = state.doc.line(number);
    const found = change(line.text);
    if (found) changes.push({ from: line.from + found.from, to: line.from + found.to, insert: found.insert });
  }
  const mapped = state.changes(changes);
  return { changes, selection: { anchor: mapped.mapPos(main.anchor, 1), head: mapped.mapPos(main.head, 1) } };
}
