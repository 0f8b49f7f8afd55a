import type { Text } from '@codemirror/state';
import type { SyntaxNode, Tree } from '@lezer/common';

/** Something to show in another way than it is written. */
export type Piece =
  | { readonly kind: 'hidden'; readonly from: number; readonly to: number }
  /** With the space after it, as a checkbox has, too. */
  | { readonly kind: 'bullet'; readonly from: number; readonly to: number }
  | { readonly kind: 'rule'; readonly from: number; readonly to: number }
  /** `at`: the character between the brackets. */
  | {
      readonly kind: 'check';
      readonly from: number;
      readonly to: number;
      readonly at: number;
      readonly isChecked: boolean;
      readonly label: string;
    }
  /** A whole link to one of the account's own things. */
  | {
      readonly kind: 'chip';
      readonly from: number;
      readonly to: number;
      readonly label: string;
      readonly target: string;
    }
  /** After the text of a link to elsewhere. */
  | { readonly kind: 'open'; readonly from: number; readonly to: number; readonly target: string }
  /** The spaces before a list item. */
  | { readonly kind: 'indent'; readonly from: number; readonly to: number }
  /** `indent`: how many characters stand before the item's mark. */
  | {
      readonly kind: 'line';
      readonly from: number;
      readonly to: number;
      readonly look: LineLook;
      readonly indent?: number;
    };

export type LineLook = 'quote' | 'code' | 'item' | 'done' | 'heading';

export interface LiveFormatInput {
  readonly tree: Tree;
  readonly text: Text;
  readonly from: number;
  readonly to: number;
  /** Whether the line from `from` to `to` is being edited: its marks show as they are written. */
  isActive(from: number, to: number): boolean;
}

const OWN = /^cairn:(task|note)\//;
const ELSEWHERE = /^(https?:|mailto:)/i;

/** How the Markdown between `from` and `to` is shown, in order of position. */
export function livePieces({ tree, text, from, to, isActive }: LiveFormatInput): Piece[] {
  const pieces: Piece[] = [];
  const hide = (start: number, end: number) => end > start && pieces.push({ kind: 'hidden', from: start, to: end });
  const slice = (start: number, end: number) => text.sliceString(start, end);
  const isLineActive = (position: number) => {
    const line = text.lineAt(position);
    return isActive(line.from, line.to);
  };
  const lines = (node: SyntaxNode, look: LineLook) => {
    const last = text.lineAt(Math.min(node.to, to));
    for (let line = text.lineAt(Math.max(node.from, from)); ; line = text.line(line.number + 1)) {
      pieces.push({ kind: 'line', from: line.from, to: line.from, look });
      if (line.number >= last.number) break;
    }
  };

  tree.iterate({
    from,
    to,
    enter({ type, node }) {
      switch (type.name) {
        case 'ATXHeading1':
        case 'ATXHeading2':
        case 'ATXHeading3':
        case 'ATXHeading4':
        case 'ATXHeading5':
        case 'ATXHeading6':
          pieces.push({
            kind: 'line',
            from: text.lineAt(node.from).from,
            to: text.lineAt(node.from).from,
            look: 'heading',
          });
          return;
        case 'HeaderMark':
          // With the space after it, or the one before where it closes the heading.
          if (isLineActive(node.from)) return;
          if (node.nextSibling || node.from === node.parent?.from) hide(node.from, afterSpace(text, node.to));
          else hide(beforeSpace(text, node.from), node.to);
          return;
        case 'EmphasisMark':
        case 'StrikethroughMark':
          if (!isLineActive(node.from)) hide(node.from, node.to);
          return;
        case 'CodeMark':
          if (node.parent?.name === 'InlineCode' && !isLineActive(node.from)) hide(node.from, node.to);
          return;
        case 'FencedCode':
          lines(node, 'code');
          return;
        case 'Blockquote':
          lines(node, 'quote');
          return;
        case 'QuoteMark':
          if (!isLineActive(node.from)) hide(node.from, afterSpace(text, node.to));
          return;
        case 'HorizontalRule':
          if (!isLineActive(node.from)) pieces.push({ kind: 'rule', from: node.from, to: node.to });
          return;
        case 'ListMark':
          listMark(node);
          return;
        case 'Link':
          return link(node);
        case 'Autolink':
        case 'URL': {
          if (node.parent?.name === 'Link' || node.parent?.name === 'Autolink') return;
          const target = slice(node.from, node.to).replace(/^<|>$/g, '');
          const address = /^www\./i.test(target) ? `https://${target}` : target;
          if (ELSEWHERE.test(address)) pieces.push({ kind: 'open', from: node.to, to: node.to, target: address });
        }
      }
    },
  });

  function listMark(node: SyntaxNode): void {
    const line = text.lineAt(node.from);
    const spaces = /\s*$/.exec(slice(line.from, node.from))![0].length;
    pieces.push({ kind: 'line', from: line.from, to: line.from, look: 'item', indent: spaces });
    if (spaces > 0) pieces.push({ kind: 'indent', from: node.from - spaces, to: node.from });
    const task = node.nextSibling;
    const mark = task?.name === 'Task' ? task.firstChild : null;
    if (task && mark?.name === 'TaskMarker') {
      const isChecked = slice(mark.from + 1, mark.to - 1) !== ' ';
      const end = text.lineAt(mark.to).to;
      const label = slice(mark.to, end).trim();
      pieces.push({
        kind: 'check',
        from: node.from,
        to: afterSpace(text, mark.to),
        at: mark.from + 1,
        isChecked,
        label,
      });
      if (isChecked) pieces.push({ kind: 'line', from: line.from, to: line.from, look: 'done' });
    } else if (node.parent?.parent?.name === 'BulletList' && afterSpace(text, node.to) > node.to) {
      pieces.push({ kind: 'bullet', from: node.from, to: node.to + 1 });
    }
  }

  /** Answers false where its inside is shown as part of it. */
  function link(node: SyntaxNode): false | undefined {
    const [open, close] = node.getChildren('LinkMark');
    const url = node.getChild('URL');
    if (!open || !close || !url) return undefined;
    const target = slice(url.from, url.to);
    if (OWN.test(target)) {
      if (isLineActive(node.from)) return undefined;
      const label = slice(open.to, close.from).replace(/\\([\\[\]])/g, '$1');
      pieces.push({ kind: 'chip', from: node.from, to: node.to, label, target });
      return false;
    }
    if (!ELSEWHERE.test(target)) return undefined;
    if (!isLineActive(node.from)) {
      hide(open.from, open.to);
      hide(close.from, node.to);
    }
    pieces.push({ kind: 'open', from: node.to, to: node.to, target });
    return undefined;
  }

  return pieces.sort((a, b) => a.from - b.from || a.to - b.to);
}

function afterSpace(text: Text, position: number): number {
  return position + (text.sliceString(position, position + 1) === ' ' ? 1 : 0);
}

function beforeSpace(text: Text, position: number): number {
  return position - (text.sliceString(position - 1, position) === ' ' ? 1 : 0);
}
