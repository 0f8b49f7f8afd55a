import { sayMoment } from '../task/say-date.ts';

/** A moment within a sentence: “today, 14:02”. */
export function sayMomentWithin(iso: string): string {
  return sayMoment(iso, new Date()).replace(/^(Today|Yesterday|Tomorrow)/, (word) => word.toLowerCase());
}
