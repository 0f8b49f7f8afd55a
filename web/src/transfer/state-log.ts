import {
  bringBack,
  currentSchema,
  formatClock,
  merge,
  registry,
  type ClockReading,
  type DomainEvent,
  type Entity,
  type Fields,
  type Intent,
} from '@cairn/domain';
import { compactUpdates, openBody } from '@cairn/text';
import * as Y from 'yjs';
import { toBase64 } from '@cairn/text';
import { UPDATE_BYTES } from '../note/editor/body-writer.ts';
import { splitUpdate } from '../note/editor/split-update.ts';
import type { LogEvent, LogFile } from './log-file.ts';

export interface StateLogOptions {
  readonly accountId: string;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly now: Date;
  newId(): string;
}

/** What a device knows of an account without its server: the state, as events that make it again. */
export function stateAsLog(entities: Iterable<Entity>, options: StateLogOptions): LogFile {
  const { accountId, deviceId, deviceName, now, newId } = options;
  const events: LogEvent[] = [];
  const made = new Map<string, Entity>();
  const keyOf = ({ type, id }: { readonly type: string; readonly id: string }) => `${type} ${id}`;

  /** Answers the entity as the event makes it. */
  const write = (intent: Intent, clock: ClockReading): Entity => {
    const definition = registry.eventOf(intent.mutation);
    const schema = currentSchema(definition);
    const before = made.get(keyOf({ type: definition.entity, id: String(intent.payload[definition.key]) }));
    const stamp = {
      id: newId(),
      parentVersion: before?.version ?? 0,
      sequence: events.length + 1,
      occurredAt: clock,
      ...(schema === 1 ? {} : { schema }),
    };
    const event: DomainEvent = registry.parse(intent.mutation, { event: stamp, ...intent.payload });
    const { entity } = merge(registry, before, event, {
      account: accountId,
      device: deviceId,
      strict: false,
      clock,
      position: events.length + 1,
      exists: () => true,
      settings: undefined,
      base: () => null,
    });
    made.set(keyOf(entity), entity);
    const { occurredAt, ...rest } = stamp;
    events.push({ ...rest, clock: occurredAt, mutation: intent.mutation, device: deviceId, payload: intent.payload });
    return entity;
  };

  const all = [...entities].sort((a, b) => (createdAt(a, now) < createdAt(b, now) ? -1 : 1));
  // Everything first: what is said of it may name another.
  for (const entity of all) {
    const creation = creationOf(entity);
    if (creation) write(creation, formatClock(Date.parse(createdAt(entity, now))));
  }
  for (const entity of all) {
    const clock = lastClock(entity) ?? formatClock(now.getTime());
    for (const intent of textOf(entity)) write(intent, clock);
    const begun = made.get(keyOf(entity)) ?? firstOf(entity, (intent) => write(intent, clock));
    const rest = begun && bringBack(registry, entity.type, entity.id, begun.fields, plain(entity));
    if (rest) write(rest, clock);
  }
  return {
    format: 'cairn-log',
    version: 1,
    accountId,
    exportedAt: now.toISOString(),
    source: 'device',
    missing: [
      'the history: who changed what, and when. It is on the server, which could not be reached',
      'conflicts that wait for a choice; each thing is as this device shows it',
    ],
    devices: [{ id: deviceId, name: deviceName, strict: false }],
    events,
  };
}

function createdAt({ fields }: Entity, now: Date): string {
  return typeof fields.createdAt === 'string' ? fields.createdAt : now.toISOString();
}

function lastClock({ writers }: Entity): ClockReading | undefined {
  const clocks = Object.values(writers).map(({ clock }) => clock);
  return clocks.length === 0 ? undefined : clocks.reduce((last, clock) => (clock > last ? clock : last));
}

/** The least that makes one; the rest is brought in after it. */
function creationOf({ type, id, fields }: Entity): Intent | undefined {
  switch (type) {
    case 'List':
      return {
        mutation: 'createList',
        payload: { listId: id, name: fields.name!, color: fields.color!, order: fields.order! },
      };
    case 'Task':
      return { mutation: 'createTask', payload: { taskId: id, title: fields.title!, order: fields.order! } };
    case 'Note':
      return { mutation: 'createNote', payload: { noteId: id, title: fields.title! } };
    default:
      return undefined;
  }
}

/** Settings are made by the first of their events. */
function firstOf({ type, id, fields }: Entity, write: (intent: Intent) => Entity): Entity | undefined {
  if (type !== 'Settings') return undefined;
  const [chosen] = Object.entries((fields.policies ?? {}) as Fields);
  if (chosen) {
    const [entityType, field] = chosen[0].split('.') as [string, string];
    return write({ mutation: 'choosePolicy', payload: { settingsId: id, entityType, field, policy: chosen[1] } });
  }
  if (!registry.mutations.includes('setWeekStart')) return undefined;
  return write({ mutation: 'setWeekStart', payload: { settingsId: id, weekStart: fields.weekStart ?? null } });
}

function textOf({ type, id, fields }: Entity): Intent[] {
  const updates = (fields.updates ?? []) as readonly string[];
  if (type !== 'Note' || updates.length === 0) return [];
  const document = openBody(updates, { gc: false });
  const whole = Y.encodeStateAsUpdateV2(document);
  const parts =
    whole.length <= UPDATE_BYTES ? [compactUpdates(updates)] : splitUpdate(document, whole, UPDATE_BYTES).map(toBase64);
  return parts.map((update) => ({ mutation: 'editNote', payload: { noteId: id, update } }));
}

/** What `bringBack` compares: the text is brought in by its updates. */
function plain({ fields }: Entity): Fields {
  const { updates: _, ...rest } = fields;
  return rest;
}
