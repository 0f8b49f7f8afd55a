import { EditorSelection, EditorState, type TransactionSpec } from '@codemirror/state';
import { insertLink, toggleMark } from './marks.ts';

/** A text whose selection is between `‹` and `›`, changed; written the same way. */
function changed(marked: string, change: (state: EditorState) => TransactionSpec): string {
  const from = marked.indexOf('‹');
  const to = marked.indexOf('›') - 1;
  const doc = marked.replace(/[‹›]/g, '');
  const state = EditorState.create({ doc, selection: EditorSelection.single(from, to) });
  const { state: after } = state.update(change(state));
  const { main } = after.selection;
  const text = after.doc.toString();
  return `${text.slice(0, main.from)}‹${text.slice(main.from, main.to)}›${text.slice(main.to)}`;
}

test.each([
  ['a ‹word› b', 'a **‹word›** b'],
  ['a **‹word›** b', 'a ‹word› b'],
  ['a ‹**word**› b', 'a ‹word› b'],
  ['wo‹›rd', '**‹word›**'],
  ['**wo‹›rd**', '‹word›'],
  ['‹›', '**‹›**'],
  ['*‹word›*', '***‹word›***'],
])('bold turns %s into %s', (before, after) => {
  expect(changed(before, (state) => toggleMark(state, '**'))).toBe(after);
});

test.each([
  ['a ‹word› b', 'a *‹word›* b'],
  ['a *‹word›* b', 'a ‹word› b'],
  ['**‹word›**', '***‹word›***'],
  ['***‹word›***', '**‹word›**'],
])('italic turns %s into %s', (before, after) => {
  expect(changed(before, (state) => toggleMark(state, '*'))).toBe(after);
});

test.each([
  ['see ‹this›', 'see [this](‹›)'],
  ['‹https://example.org›', '[‹›](https://example.org)'],
  ['‹›', '[‹›]()'],
])('a link turns %s into %s', (before, after) => {
  expect(changed(before, insertLink)).toBe(after);
});
