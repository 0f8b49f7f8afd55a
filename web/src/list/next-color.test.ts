import { LIST_COLORS } from '@cairn/domain';
import { nextColor } from './next-color.ts';

describe('nextColor', () => {
  it('takes the first colour that no list has', () => {
    expect(nextColor([])).toBe('red');
    expect(nextColor(['red', 'amber'])).toBe('orange');
  });

  it('goes round when all are taken', () => {
    expect(LIST_COLORS).toContain(nextColor([...LIST_COLORS, 'red', 'blue']));
  });
});
