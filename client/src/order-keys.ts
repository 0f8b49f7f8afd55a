import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

/** Beyond this a key is made anew with its neighbours, well before the domain's limit of 200. */
const LONG = 100;

/** A neighbour can be used when the library can count on from it. Keys of other programs may be anything in base 62. */
function isUsable(key: string): boolean {
  if (key.length > LONG) return false;
  try {
    generateKeyBetween(key, null);
    return true;
  } catch {
    return false;
  }
}

/**
 * The keys to write so that `moved` stands between `before` and `after`, all in the order they are shown. Mostly one.
 * Two devices may have made equal keys, which leave no room between them: neighbours in the way get new keys too.
 */
export function placeBetween(
  before: readonly string[],
  moved: string,
  after: readonly string[],
  keyOf: (id: string) => string,
): ReadonlyMap<string, string> {
  const early = [...before];
  const late = [...after];
  const inTheWay = [moved];

  while (early.length > 0 && !isUsable(keyOf(early.at(-1)!))) inTheWay.unshift(early.pop()!);
  const low = early.length > 0 ? keyOf(early.at(-1)!) : null;

  const isRoom = (key: string) => isUsable(key) && (low === null || key > low);
  while (late.length > 0 && !isRoom(keyOf(late[0]!))) inTheWay.push(late.shift()!);
  const high = late.length > 0 ? keyOf(late[0]!) : null;

  const keys = generateNKeysBetween(low, high, inTheWay.length);
  return new Map(inTheWay.map((id, index) => [id, keys[index]!]));
}

/** The key after the last one shown. */
export function keyAtEnd(ids: readonly string[], keyOf: (id: string) => string): string {
  const last = ids.findLast((id) => isUsable(keyOf(id)));
  return generateKeyBetween(last === undefined ? null : keyOf(last), null);
}
