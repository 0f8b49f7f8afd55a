import { EditorState } from '@codemirror/state';
import { EditorView, placeholder } from '@codemirror/view';
import { yCollab } from 'y-codemirror.next';
import type * as Y from 'yjs';
import { editorKeys } from './editor-keys.ts';
import { editorLook } from './editor-look.ts';
import { linkCompletion } from './link-completion.ts';
import { linkTargets, type LinkTargets } from './link-targets.ts';
import { liveFormat } from './live-format-plugin.ts';
import { markdownLanguage, markdownLooks } from './markdown-language.ts';
import { openWithModifier } from './open-link.ts';

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: Y.Text;
  readonly targets: LinkTargets;
  /** Whenever the text changes, by whomever. */
  onChange(): void;
  onBlur(): void;
}

export function createEditor({ parent, text, targets, onChange, onBlur }: EditorOptions): EditorView {
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text.toString(),
      extensions: [
        // The text counts its positions with these alone: any other line end would shift everything behind it.
        EditorState.lineSeparator.of('\n'),
        EditorView.clipboardInputFilter.of((pasted) => pasted.replace(/\r\n?/g, '\n')),
        yCollab(text, null),
        editorKeys,
        markdownLanguage,
        markdownLooks,
        linkTargets.of(targets),
        liveFormat,
        linkCompletion,
        EditorView.lineWrapping,
        editorLook,
        placeholder('Write something…'),
        EditorView.contentAttributes.of({ 'aria-label': 'Text', spellcheck: 'true', autocapitalize: 'sentences' }),
        EditorView.updateListener.of(({ docChanged }) => docChanged && onChange()),
        EditorView.domEventHandlers({ blur: () => onBlur(), mousedown: openWithModifier }),
      ],
    }),
  });
}
