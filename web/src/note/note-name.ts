/** Characters of a text that a row shows after its name. */
const EXCERPT = 160;

/** Lines read for it: a book in a note costs no more than a page. */
const LINES = 12;

const UNTITLED = 'Untitled note';

/** What a note is called, and how it goes on: its title, else its first line. */
export function nameAndExcerpt(title: string, markdown: string): { readonly name: string; readonly excerpt: string } {
  const lines = plainLines(markdown);
  const name = title.trim() || lines.shift() || UNTITLED;
  return { name, excerpt: lines.join(' ').slice(0, EXCERPT) };
}

/** The first lines with something to read, without the marks of Markdown. */
function plainLines(markdown: string): string[] {
  const lines: string[] = [];
  let from = 0;
  while (lines.length < LINES && from < markdown.length) {
    const end = markdown.indexOf('\n', from);
    const line = plain(markdown.slice(from, Math.min(end < 0 ? markdown.length : end, from + 4 * EXCERPT)));
    if (line !== '') lines.push(line);
    if (end < 0) break;
    from = end + 1;
  }
  return lines;
}

function plain(line: string): string {
  if (/^\s*(```|~~~|([-*_])(\s*\2){2,}\s*$)/.test(line)) return '';
  return line
    .replace(/^(\s*>)+\s?/, '')
    .replace(/^\s*(#{1,6}\s+|([-*+]|\d{1,9}[.)])\s+)/, '')
    .replace(/^\[ \]\s/, '☐ ')
    .replace(/^\[[xX]\]\s/, '☑ ')
    .replace(/!?\[((?:\\.|[^\]\\])*)\]\([^)\s]*\)/g, '$1')
    .replace(/(\*\*|__|~~|`)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\w*_])([*_])(?=\S)(.+?)(?<=\S)\1(?![\w*_])/g, '$2')
    .replace(/\\([\\`*_[\]()#+\-.!~>])/g, '$1')
    .trim();
}

export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]+(?:['’\-.,][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}
