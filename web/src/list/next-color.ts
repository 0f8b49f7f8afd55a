import { LIST_COLORS, type ListColor } from '@cairn/domain';

/** The first colour nobody has, else the one after the last list's. */
export function nextColor(used: readonly string[]): ListColor {
  const colors = LIST_COLORS.filter((color) => color !== 'slate');
  const free = colors.find((color) => !used.includes(color));
  return free ?? colors[used.length % colors.length]!;
}
