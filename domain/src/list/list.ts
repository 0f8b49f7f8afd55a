import type { EntityDefinition } from '../core/entity.ts';
import { defineEvent } from '../core/event.ts';
import { fixedRegister, register } from '../core/kinds/register.ts';
import { ask } from '../core/policies/ask.ts';
import { laterPlace } from '../core/policies/later-place.ts';
import { reopenConflict, revert, settleConflict } from '../core/recovery-events.ts';
import type { Concept } from '../core/registry.ts';
import { choice, isoTime, nullable, object, orderKey, text, uuid } from '../core/shape.ts';

export const LIST_COLORS = ['slate', 'red', 'orange', 'amber', 'green', 'teal', 'blue', 'violet', 'pink'] as const;
export type ListColor = (typeof LIST_COLORS)[number];

export const LIST_NAME_LIMIT = 200;

const name = text({ min: 1, max: LIST_NAME_LIMIT });
const color = choice(LIST_COLORS);

export const listEntity = {
  type: 'List',
  fields: {
    name: register('', name, ask),
    color: register('slate', color),
    order: fixedRegister('a0', orderKey, laterPlace),
    createdAt: { ...fixedRegister(null, nullable(isoTime)), revertible: false },
    deletedAt: fixedRegister(null, nullable(isoTime)),
  },
} satisfies EntityDefinition;

export const listEvents = {
  createList: defineEvent({
    type: 'ListCreated',
    entity: 'List',
    key: 'listId',
    creates: true,
    payload: object({ listId: uuid, name, color, order: orderKey }),
    writes: ['name', 'color', 'order', 'createdAt'],
    changes: (list, at) => ({ name: list.name, color: list.color, order: list.order, createdAt: at }),
  }),
  renameList: defineEvent({
    type: 'ListRenamed',
    entity: 'List',
    key: 'listId',
    creates: false,
    payload: object({ listId: uuid, name }),
    writes: ['name'],
    changes: (list) => ({ name: list.name }),
  }),
  recolorList: defineEvent({
    type: 'ListRecolored',
    entity: 'List',
    key: 'listId',
    creates: false,
    payload: object({ listId: uuid, color }),
    writes: ['color'],
    changes: (list) => ({ color: list.color }),
  }),
  reorderList: defineEvent({
    type: 'ListReordered',
    entity: 'List',
    key: 'listId',
    creates: false,
    payload: object({ listId: uuid, order: orderKey }),
    writes: ['order'],
    changes: (list) => ({ order: list.order }),
  }),
  deleteList: defineEvent({
    type: 'ListDeleted',
    entity: 'List',
    key: 'listId',
    creates: false,
    payload: object({ listId: uuid }),
    writes: ['deletedAt'],
    changes: (_list, at) => ({ deletedAt: at }),
  }),
  restoreList: defineEvent({
    type: 'ListRestored',
    entity: 'List',
    key: 'listId',
    creates: false,
    payload: object({ listId: uuid }),
    writes: ['deletedAt'],
    changes: () => ({ deletedAt: null }),
  }),
  settleListConflict: settleConflict(listEntity, 'listId'),
  reopenListConflict: reopenConflict(listEntity, 'listId'),
  revertList: revert(listEntity, 'listId'),
};

export const list = { entity: listEntity, events: listEvents } satisfies Concept;
