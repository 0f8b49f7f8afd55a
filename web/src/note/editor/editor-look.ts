import { EditorView } from '@codemirror/view';

/** By the app's tokens, so that both themes are one. A list item hangs: its lines begin where its text does. */
export const editorLook = EditorView.theme({
  '&': { fontSize: 'inherit', color: 'var(--ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '1.65', overflow: 'visible' },
  '.cm-content': { padding: '0 0 6rem', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0', overflowWrap: 'anywhere' },
  '.cm-placeholder': { color: 'var(--ink-faint)' },

  '.note-h1': { fontSize: '1.5em', fontWeight: '700', letterSpacing: '-0.015em' },
  '.note-h2': { fontSize: '1.25em', fontWeight: '650', letterSpacing: '-0.01em' },
  '.note-h3': { fontSize: '1.08em', fontWeight: '650' },
  '.note-line-heading': { lineHeight: '1.35', paddingTop: '0.7em', paddingBottom: '0.15em' },
  '.note-line-heading:first-child': { paddingTop: '0' },
  '.note-strong': { fontWeight: '650' },
  '.note-emphasis': { fontStyle: 'italic' },
  '.note-strike': { textDecoration: 'line-through', color: 'var(--ink-faint)' },
  '.note-code': { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, monospace', fontSize: '0.92em' },
  '.cm-line:not(.note-line-code) .note-code': {
    background: 'var(--hover)',
    borderRadius: '4px',
    padding: '0.1em 0.25em',
  },
  '.note-mark': { color: 'var(--ink-faint)', fontWeight: '400' },
  '.note-link:not(.note-mark)': { color: 'var(--accent)' },
  '.note-open': { color: 'var(--accent)', textDecoration: 'none', padding: '0 0.2em', fontSize: '0.85em' },

  '.note-line-quote': { borderLeft: '3px solid var(--line-strong)', paddingLeft: '0.9em', color: 'var(--ink-soft)' },
  '.note-line-code': { background: 'var(--hover)', paddingLeft: '0.8em', paddingRight: '0.8em' },
  '.note-rule': {
    display: 'inline-block',
    width: '100%',
    borderTop: '1px solid var(--line-strong)',
    verticalAlign: 'middle',
  },

  '.note-line-item': {
    '--hang': 'calc(1.6em + var(--spaces, 0) * 0.7em)',
    paddingLeft: 'var(--hang)',
    textIndent: 'calc(-1 * var(--hang))',
  },
  '.note-indent': { display: 'inline-block', width: 'calc(var(--spaces) * 0.7em)', textIndent: '0' },
  '.note-bullet': {
    display: 'inline-block',
    width: '1.6em',
    paddingLeft: '0.45em',
    textIndent: '0',
    color: 'var(--ink-faint)',
  },
  '.note-check': { display: 'inline-block', width: '1.6em', textIndent: '0', cursor: 'pointer' },
  '.note-check input': {
    appearance: 'none',
    width: '1.1em',
    height: '1.1em',
    margin: '0',
    verticalAlign: '-0.18em',
    border: '1.5px solid var(--edge)',
    borderRadius: '4px',
    cursor: 'pointer',
    fontSize: 'inherit',
  },
  '.note-check input:checked': {
    borderColor: 'var(--accent)',
    background:
      "var(--accent) url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 12 12' fill='none' stroke='white' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'%3E%3Cpath d='M2.5 6.4 5 8.8l4.6-5.2'/%3E%3C/svg%3E\") center / 90% no-repeat",
  },
  '.note-line-done': {
    color: 'var(--ink-faint)',
    textDecoration: 'line-through',
    textDecorationColor: 'var(--line-strong)',
  },

  '.note-chip': {
    background: 'var(--accent-wash)',
    color: 'var(--accent)',
    borderRadius: '6px',
    padding: '0.08em 0.4em',
    textDecoration: 'none',
    textIndent: '0',
    cursor: 'pointer',
  },
  'a.note-chip:hover': { textDecoration: 'underline', textUnderlineOffset: '2px' },
  '.note-chip-gone': { background: 'var(--hover)', color: 'var(--ink-soft)', textDecoration: 'line-through' },

  '.cm-tooltip.cm-tooltip-autocomplete': {
    border: 'none',
    borderRadius: 'var(--radius-large)',
    background: 'var(--raised)',
    boxShadow: 'var(--lift-float)',
    padding: '6px',
    '& > ul': { fontFamily: 'inherit', maxHeight: '16em', maxWidth: 'min(28rem, 90vw)', minWidth: '14rem' },
    '& > ul > li': {
      display: 'flex',
      alignItems: 'center',
      gap: '0.75em',
      minHeight: 'var(--target)',
      padding: '0 10px',
      borderRadius: 'var(--radius)',
      color: 'var(--ink)',
      fontSize: 'var(--size-sm)',
    },
    '& > ul > li[aria-selected]': { background: 'var(--pressed)', color: 'var(--ink)' },
  },
  '.cm-completionLabel': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '.cm-completionDetail': { marginLeft: 'auto', fontStyle: 'normal', color: 'var(--ink-soft)', flexShrink: '0' },
});
