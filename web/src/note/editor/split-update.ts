import * as Y from 'yjs';

/**
 * An update of one client as several of at most `limit` bytes, to be applied in this order: a long paste, or the undo of
 * a long deletion, is one update that no event could hold.
 * @param document has the update
 */
export function splitUpdate(document: Y.Doc, update: Uint8Array, limit: number): Uint8Array[] {
  if (update.length <= limit) return [update];
  const whole = new Y.Doc({ gc: false });
  Y.applyUpdateV2(whole, Y.encodeStateAsUpdateV2(document));
  return halves(whole, update, limit);
}

function halves(whole: Y.Doc, update: Uint8Array, limit: number): Uint8Array[] {
  const cut = update.length > limit ? middleOf(update) : undefined;
  if (!cut) return [update];
  const { client, from, clock } = cut;
  const known = Y.decodeStateVector(Y.encodeStateVector(whole));
  const upToCut = Y.createSnapshot(Y.createDeleteSet(), new Map(known).set(client, clock));
  const head = Y.encodeStateAsUpdateV2(
    Y.createDocFromSnapshot(whole, upToCut),
    Y.encodeStateVector(new Map(known).set(client, from)),
  );
  // What the update deletes stays with its second half.
  const tail = Y.diffUpdateV2(update, Y.encodeStateVector(new Map([[client, clock]])));
  return [...halves(whole, head, limit), ...halves(whole, tail, limit)];
}

/** Where to cut: near the middle of what was inserted, and never between the halves of a surrogate pair. */
function middleOf(update: Uint8Array): { client: number; from: number; clock: number } | undefined {
  const { structs } = Y.decodeUpdateV2(update);
  const [first] = structs;
  const last = structs.at(-1);
  if (!first || !last) return undefined;
  const { client, clock: from } = first.id;
  const end = last.id.clock + last.length;
  let clock = from + Math.floor((end - from) / 2);
  const cutOne = structs.find(({ id, length }) => id.clock < clock && clock < id.clock + length);
  if (cutOne instanceof Y.Item && cutOne.content instanceof Y.ContentString) {
    const before = cutOne.content.str.charCodeAt(clock - cutOne.id.clock - 1);
    if (before >= 0xd800 && before <= 0xdbff) clock -= 1;
  }
  return clock > from ? { client, from, clock } : undefined;
}
