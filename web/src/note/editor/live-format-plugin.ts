import { syntaxTree } from '@codemirror/language';
import type { Range } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { livePieces, type Piece } from './live-format.ts';
import { linkTargets, type LinkTargets } from './link-targets.ts';
import { BulletWidget, CheckWidget, ChipWidget, OpenWidget, RuleWidget } from './widgets.ts';

function decorationOf(piece: Piece, targets: LinkTargets | undefined): Decoration {
  switch (piece.kind) {
    case 'hidden':
      return Decoration.replace({});
    case 'bullet':
      return Decoration.replace({ widget: new BulletWidget() });
    case 'rule':
      return Decoration.replace({ widget: new RuleWidget() });
    case 'check':
      return Decoration.replace({ widget: new CheckWidget(piece.isChecked, piece.label) });
    case 'chip':
      return Decoration.replace({ widget: new ChipWidget(piece.label, piece.target, targets) });
    case 'open':
      return Decoration.widget({ widget: new OpenWidget(piece.target), side: 1 });
    case 'indent':
      return Decoration.mark({ class: 'note-indent', attributes: { style: `--spaces:${piece.to - piece.from}` } });
    case 'line':
      return Decoration.line({
        class: `note-line-${piece.look}`,
        ...(piece.indent ? { attributes: { style: `--spaces:${piece.indent}` } } : {}),
      });
  }
}

/** Marks of lists stand for themselves: the cursor passes them in one step and never stands inside. */
const ATOMIC: readonly Piece['kind'][] = ['check', 'bullet'];

class LiveFormat {
  decorations: DecorationSet = Decoration.none;
  atomic: DecorationSet = Decoration.none;

  constructor(view: EditorView) {
    this.#show(view);
  }

  update(update: ViewUpdate): void {
    const isNews = update.docChanged || update.viewportChanged || update.selectionSet || update.focusChanged;
    if (isNews || syntaxTree(update.state) !== syntaxTree(update.startState)) this.#show(update.view);
  }

  #show(view: EditorView): void {
    const { state } = view;
    const targets = state.facet(linkTargets);
    const { ranges } = state.selection;
    const isActive = (from: number, to: number) =>
      view.hasFocus && ranges.some((range) => range.from <= to && range.to >= from);
    const shown: Range<Decoration>[] = [];
    const atomic: Range<Decoration>[] = [];
    for (const { from, to } of view.visibleRanges) {
      const input = { tree: syntaxTree(state), text: state.doc, from, to, isActive };
      for (const piece of livePieces(input)) {
        const range = decorationOf(piece, targets).range(piece.from, piece.to);
        shown.push(range);
        if (ATOMIC.includes(piece.kind)) atomic.push(range);
      }
    }
    this.decorations = Decoration.set(shown, true);
    this.atomic = Decoration.set(atomic, true);
  }
}

/** Shows Markdown as what it means, and its marks only in the line with the cursor. */
export const liveFormat = ViewPlugin.fromClass(LiveFormat, {
  decorations: (plugin) => plugin.decorations,
  provide: (plugin) => EditorView.atomicRanges.of((view) => view.plugin(plugin)?.atomic ?? Decoration.none),
});
