import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { linkOf, linkTargets } from './link-targets.ts';

/** A click on a link with Ctrl or ⌘ opens it, while its line shows how it is written, too. */
export function openWithModifier(event: MouseEvent, view: EditorView): boolean {
  if (!(event.metaKey || event.ctrlKey) || event.button !== 0) return false;
  const position = view.posAtCoords({ x: event.clientX, y: event.clientY });
  const target = position === null ? undefined : targetAt(view.state, position);
  if (target === undefined) return false;
  event.preventDefault();
  const link = linkOf(target);
  const targets = view.state.facet(linkTargets);
  const found = link && targets?.look(link);
  if (found) targets?.open(found.href);
  else if (/^(https?:|mailto:)/i.test(target)) window.open(target, '_blank', 'noopener,noreferrer');
  return true;
}

function targetAt(state: EditorState, position: number): string | undefined {
  for (let node = syntaxTree(state).resolve(position, 1); node.parent; node = node.parent) {
    const url = node.name === 'URL' ? node : node.name === 'Link' ? node.getChild('URL') : null;
    if (url) return state.sliceDoc(url.from, url.to);
  }
  return undefined;
}
