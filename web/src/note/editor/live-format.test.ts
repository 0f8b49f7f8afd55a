import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { livePieces, type Piece } from './live-format.ts';
import { markdownLanguage } from './markdown-language.ts';

/** The pieces of a text whose cursor is in no line, or in the one that begins at `active`. */
function piecesOf(doc: string, active = -1): Piece[] {
  const state = EditorState.create({ doc, extensions: [EditorState.lineSeparator.of('\n'), markdownLanguage] });
  const tree = ensureSyntaxTree(state, doc.length, 5_000)!;
  return livePieces({ tree, text: state.doc, from: 0, to: doc.length, isActive: (from) => from === active });
}

/** The text as it is seen: without what is hidden, with what stands instead. */
function seen(doc: string, active = -1): string {
  const instead: { readonly [kind: string]: string } = { bullet: '•', rule: '—', open: '↗', hidden: '' };
  let shown = '';
  let at = 0;
  for (const piece of piecesOf(doc, active)) {
    if (piece.kind === 'line' || piece.kind === 'indent') continue;
    shown += doc.slice(at, piece.from);
    shown +=
      piece.kind === 'check'
        ? piece.isChecked
          ? '☑'
          : '☐'
        : piece.kind === 'chip'
          ? `<${piece.label}>`
          : instead[piece.kind];
    at = piece.to;
  }
  return shown + doc.slice(at);
}

const ID = '01900000-0000-7000-8000-0000000000aa';

test.each([
  ['# Big', 'Big'],
  ['### Small ###', 'Small'],
  ['**bold** *italic* __both__ ~~gone~~ `code`', 'bold italic both gone code'],
  ['- one\n* two', '•one\n•two'],
  ['-\n--', '-\n--'],
  ['1. one\n2. two', '1. one\n2. two'],
  ['- [ ] open\n- [x] done', '☐open\n☑done'],
  ['  - [ ] deep', '  ☐deep'],
  ['> said', 'said'],
  ['a\n\n---\n\nb', 'a\n\n—\n\nb'],
  ['[here](https://example.org)', 'here↗'],
  ['https://example.org/x', 'https://example.org/x↗'],
  [`see [Milk \\[2\\]](cairn:task/${ID}).`, 'see <Milk [2]>.'],
  ['[script](javascript:alert(1))', '[script](javascript:alert(1))'],
  ['```\n**not bold**\n```', '```\n**not bold**\n```'],
  ['text\n- item', 'text\n•item'],
  ['text\n---', 'text\n—'],
  ['<b>no html</b>', '<b>no html</b>'],
  ['snake_case_name', 'snake_case_name'],
])('%j is seen as %j', (doc, expected) => {
  expect(seen(doc)).toBe(expected);
});

test('where the cursor is, the marks show as they are written, and a list stays a list', () => {
  expect(seen('# Big', 0)).toBe('# Big');
  expect(seen('**a** and `b`\n**c**', 0)).toBe('**a** and `b`\nc');
  expect(seen('- [ ] open', 0)).toBe('☐open');
  expect(seen('- item', 0)).toBe('•item');
  expect(seen(`[Milk](cairn:task/${ID})`, 0)).toBe(`[Milk](cairn:task/${ID})`);
});

test('a checkbox knows its item, and the character that says whether it is done', () => {
  const doc = 'To buy\n\n- [x] flat **stones**';
  const [check] = piecesOf(doc).filter((piece) => piece.kind === 'check');
  expect(check).toMatchObject({ isChecked: true, label: 'flat **stones**', at: doc.indexOf('x') });
});

test('lines of quotes, code, headings and items have their looks, only where asked', () => {
  const doc = '# H\n\n> a\n> b\n\n```\nc\n```\n\n- [x] d';
  const looks = (pieces: readonly Piece[]) =>
    pieces.flatMap((piece) =>
      piece.kind === 'line' ? [[doc.slice(0, piece.from).split('\n').length, piece.look]] : [],
    );
  expect(looks(piecesOf(doc))).toEqual([
    [1, 'heading'],
    [3, 'quote'],
    [4, 'quote'],
    [6, 'code'],
    [7, 'code'],
    [8, 'code'],
    [10, 'item'],
    [10, 'done'],
  ]);
});
