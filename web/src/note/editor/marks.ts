import { EditorSelection, type EditorState, type TransactionSpec } from '@codemirror/state';

/** Puts `mark` around the selection, or around the word at the cursor; takes it away where it stands already. */
export function toggleMark(state: EditorState, mark: string): TransactionSpec {
  return state.changeByRange((range) => {
    const { from, to } = range.empty ? (state.wordAt(range.head) ?? range) : range;
    const size = mark.length;
    const isAround = isMarked(mark, runBefore(state, from, mark), runAfter(state, to, mark));
    const isInside = isMarked(mark, runAfter(state, from, mark), runBefore(state, to, mark)) && to - from >= 2 * size;
    if (isAround || isInside) {
      const start = isAround ? from - size : from;
      const end = isAround ? to : to - size;
      return {
        changes: [
          { from: start, to: start + size },
          { from: end, to: end + size },
        ],
        range: EditorSelection.range(start, end - size),
      };
    }
    return {
      changes: [
        { from, insert: mark },
        { from: to, insert: mark },
      ],
      range: EditorSelection.range(from + size, to + size),
    };
  });
}

/** Whether runs of the mark's character on both sides hold it: `***` is `*` and `**`, and `**` alone is no `*`. */
function isMarked({ length }: string, ...runs: readonly number[]): boolean {
  return runs.every((run) => (length === 1 ? run % 2 === 1 : run >= length));
}

function runBefore({ doc }: EditorState, at: number, [character]: string): number {
  let run = 0;
  while (run < at && doc.sliceString(at - run - 1, at - run) === character) run += 1;
  return run;
}

function runAfter({ doc }: EditorState, at: number, [character]: string): number {
  let run = 0;
  while (at + run < doc.length && doc.sliceString(at + run, at + run + 1) === character) run += 1;
  return run;
}

/** Makes a link of the selection, and waits for its address. */
export function insertLink(state: EditorState): TransactionSpec {
  return state.changeByRange(({ from, to }) => {
    const text = state.sliceDoc(from, to);
    const isAddress = /^https?:\/\/\S+$/.test(text);
    const insert = isAddress ? `[](${text})` : `[${text}]()`;
    const cursor = isAddress ? from + 1 : from + text.length + 3;
    return { changes: { from, to, insert }, range: EditorSelection.cursor(text === '' ? from + 1 : cursor) };
  });
}
