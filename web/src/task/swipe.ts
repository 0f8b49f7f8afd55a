export type SwipeAct = 'complete' | 'more' | 'remove';

/** Pixels before a movement is a swipe, and no tap or scroll. */
export const SLOP = 12;

/** Shares of the row's width: a thumb's way, and nearly all of it for what takes the row away. */
const SHORT = 0.25;
const LONG = 0.6;

/** What letting go here would do: to the right completes; to the left opens the menu, further on deletes. */
export function actOf(moved: number, width: number): SwipeAct | undefined {
  const share = moved / width;
  if (share >= SHORT) return 'complete';
  if (share <= -LONG) return 'remove';
  return share <= -SHORT ? 'more' : undefined;
}

/** Whether a movement is along the row; undefined while it is too short to tell. */
export function isAlong(x: number, y: number): boolean | undefined {
  if (Math.abs(x) < SLOP && Math.abs(y) < SLOP) return undefined;
  return Math.abs(x) > Math.abs(y) * 1.5;
}
