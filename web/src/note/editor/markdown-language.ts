import {
  defineLanguageFacet,
  HighlightStyle,
  Language,
  languageDataProp,
  syntaxHighlighting,
} from '@codemirror/language';
import { tags } from '@lezer/highlight';
import { GFM, parser } from '@lezer/markdown';

const data = defineLanguageFacet();

/**
 * Markdown as people write notes: a line of dashes under a text begins a list and makes no heading of it, indented text
 * is no code, and there is no HTML.
 */
const noteMarkdown = parser.configure([
  GFM,
  {
    remove: ['SetextHeading', 'IndentedCode', 'HTMLBlock', 'HTMLTag'],
    props: [languageDataProp.add({ Document: data })],
  },
]);

export const markdownLanguage = new Language(data, noteMarkdown, [], 'markdown');

const looks = HighlightStyle.define([
  { tag: tags.heading1, class: 'note-h1' },
  { tag: tags.heading2, class: 'note-h2' },
  { tag: [tags.heading3, tags.heading4, tags.heading5, tags.heading6], class: 'note-h3' },
  { tag: tags.strong, class: 'note-strong' },
  { tag: tags.emphasis, class: 'note-emphasis' },
  { tag: tags.strikethrough, class: 'note-strike' },
  { tag: tags.monospace, class: 'note-code' },
  { tag: tags.link, class: 'note-link' },
  { tag: [tags.processingInstruction, tags.url, tags.labelName], class: 'note-mark' },
]);

export const markdownLooks = syntaxHighlighting(looks);
