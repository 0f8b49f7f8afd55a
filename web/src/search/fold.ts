/** Letters that are not a plain one with a mark. */
const LETTERS: { readonly [letter: string]: string } = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** Scripts that put no spaces between words: each sign is looked for by itself. */
const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/;
// eslint-disable-next-line no-control-regex -- ASCII begins with NUL
const ASCII = /^[\x00-\x7f]*$/;

/** Without capitals and marks: how somebody types it who is in a hurry. */
export function fold(text: string): string {
  const small = text.toLowerCase();
  if (ASCII.test(small)) return small;
  return small
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter]!);
}

/** A word of a text, where it stands, and how it is looked for. */
export interface Word {
  readonly at: number;
  readonly length: number;
  readonly term: string;
}

export function* wordsIn(text: string): Generator<Word> {
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!UNSPACED.test(word)) {
      yield { at: index, length: word.length, term: fold(word) };
      continue;
    }
    let at = index;
    for (const sign of word) {
      yield { at, length: sign.length, term: fold(sign) };
      at += sign.length;
    }
  }
}

export function termsIn(text: string): string[] {
  return Array.from(wordsIn(text), ({ term }) => term);
}
