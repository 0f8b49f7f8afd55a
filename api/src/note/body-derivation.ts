import { markdownOf, Refusal, type Entity } from '@cairn/domain';
import { applyUpdates, compactUpdates, linksIn, openBody, textOf } from '@cairn/text';
import type { Derivation } from '../entity/projection.ts';
import { checkTextUpdate } from './text-update.ts';

/** Most comparisons that one update may cost. */
const STEPS_LIMIT = 5_000_000;

/** Beyond so many updates they are made one. */
const UPDATES_LIMIT = 64;

type Body = ReturnType<typeof openBody>;

/**
 * Documents that are decoded already, by the very list of updates that they hold: the events of a batch come one after
 * the other, and each is to decode no more than its own update.
 */
const opened = new WeakMap<readonly string[], Body>();

const updatesOf = (entity: Entity | undefined) => (entity?.fields['updates'] ?? []) as readonly string[];

function open(updates: readonly string[]): Body {
  return opened.get(updates) ?? openBody(updates);
}

/** A note's Markdown and links, from its updates. */
export const bodyDerivation: Derivation = {
  columns: { body: 'text', links: 'jsonb' },
  from: ['updates'],

  check(before, after) {
    const [had, has] = [updatesOf(before), updatesOf(after)];
    const added = has.slice(had.length);
    if (added.length === 0) return;
    const body = open(had);
    // Each new operation may be compared with every one that is there: some 5 million a second.
    readable(() => {
      let there = [...body.store.clients.values()].reduce((count, structs) => count + structs.length, 0);
      for (const update of added) {
        if (markdownOf(update) !== undefined) continue;
        const operations = checkTextUpdate(update);
        there += operations;
        if (operations * there > STEPS_LIMIT) throw new Error('too many operations for this text');
      }
    });
    // From here on it is no longer the document of `had`, also when it fails half-way.
    opened.delete(had);
    readable(() => applyUpdates(body, added));
    opened.set(has, body);
  },

  compact(entity) {
    const updates = updatesOf(entity);
    if (updates.length <= UPDATES_LIMIT) return entity;
    // From the updates alone: what `opened` holds has come another way, and might be written in other bytes.
    const compacted = [compactUpdates(updates)];
    const body = opened.get(updates);
    if (body) opened.set(compacted, body);
    return { ...entity, fields: { ...entity.fields, updates: compacted } };
  },

  derive(entity) {
    const body = storable(textOf(open(updatesOf(entity))).toString());
    return { body, links: [...new Set(linksIn(body).map(({ entityId }) => entityId))] };
  },
};

/** @throws Refusal TEXT_UPDATE_INVALID for whatever `read` throws */
function readable(read: () => void): void {
  try {
    read();
  } catch {
    throw new Refusal('TEXT_UPDATE_INVALID', 'update is not a Yjs update (version 2) of plain text', 'update');
  }
}

/** An update can bring any text, and PostgreSQL stores neither NUL nor half a surrogate pair. */
function storable(text: string): string {
  return Buffer.from(text).toString().replaceAll('\u0000', '\uFFFD');
}
