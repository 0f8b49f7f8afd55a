/** Longest name of a file, without its ending: some systems stop at 255 bytes. */
const LONGEST = 80;

/** Names for files that every system takes: none twice, also where capitals do not count. */
export class FileNames {
  readonly #taken = new Set<string>();

  /** @param title anything; may be empty */
  nameFor(title: string, otherwise: string): string {
    const cut = [...title.normalize('NFC')].slice(0, LONGEST).join('');
    const plain = cut
      .replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, '-')
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/^[\s.-]+|[\s.]+$/g, '');
    // Names that Windows keeps for itself.
    const base =
      plain === '' || /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(plain) ? `${otherwise}${plain && ` ${plain}`}` : plain;
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? base : `${base} ${count}`;
      const key = name.toLowerCase();
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      return name;
    }
  }
}
