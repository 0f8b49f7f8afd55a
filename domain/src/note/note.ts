import type { EntityDefinition } from '../core/entity.ts';
import { defineEvent } from '../core/event.ts';
import { memberSet } from '../core/kinds/member-set.ts';
import { fixedRegister, register } from '../core/kinds/register.ts';
import { sharedText } from '../core/kinds/shared-text.ts';
import { ask } from '../core/policies/ask.ts';
import { reopenConflict, revert, settleConflict } from '../core/recovery-events.ts';
import type { Concept } from '../core/registry.ts';
import { boolean, isoTime, nullable, object, optional, text, uuid } from '../core/shape.ts';
import { tag, tags } from '../tag/tag.ts';
import { bodyUpdate, fromMarkdown, NOTE_TEXT_LIMIT } from './body.ts';

export const NOTE_TITLE_LIMIT = 500;

const title = text({ max: NOTE_TITLE_LIMIT });

export const noteEntity = {
  type: 'Note',
  fields: {
    title: register('', title, ask),
    /** The body as the CRDT updates that it is made of. */
    updates: sharedText(bodyUpdate),
    pinned: register(false, boolean),
    tags: memberSet(tag),
    createdAt: { ...fixedRegister(null, nullable(isoTime)), revertible: false },
    deletedAt: fixedRegister(null, nullable(isoTime)),
  },
} satisfies EntityDefinition;

export const noteEvents = {
  createNote: defineEvent({
    type: 'NoteCreated',
    entity: 'Note',
    key: 'noteId',
    creates: true,
    payload: object({
      noteId: uuid,
      title: optional(title),
      body: optional(text({ max: NOTE_TEXT_LIMIT })),
      pinned: optional(boolean),
      tags: optional(tags),
    }),
    writes: ['title', 'updates', 'pinned', 'tags', 'createdAt'],
    changes: ({ title, body, pinned, tags }, at) => ({
      title,
      updates: body ? fromMarkdown(body) : undefined,
      pinned,
      tags: tags && tags.length > 0 ? { add: tags } : undefined,
      createdAt: at,
    }),
  }),
  retitleNote: defineEvent({
    type: 'NoteRetitled',
    entity: 'Note',
    key: 'noteId',
    creates: false,
    payload: object({ noteId: uuid, title }),
    writes: ['title'],
    changes: (note) => ({ title: note.title }),
  }),
  editNote: defineEvent({
    type: 'NoteEdited',
    entity: 'Note',
    key: 'noteId',
    creates: false,
    payload: object({ noteId: uuid, update: bodyUpdate }),
    writes: ['updates'],
    changes: (note) => ({ updates: note.update }),
  }),
  pinNote: defineEvent({
    type: 'NotePinned',
    entity: 'Note',
    key: 'noteId',
    creates: false,
    payload: object({ noteId: uuid }),
    writes: ['pinned'],
    changes: () => ({ pinned: true }),
  }),
  unpinNote: defineEvent({
    type: 'NoteUnpinned',
    entity: 'Note',
    key: 'noteId',
    creates: false,
    payload: object({ noteId: uuid }),
    writes: ['pinned'],
    changes: () => ({ pinned: false }),
  }),
  tagNote: defineEvent({
    type: 'NoteTagged',
    entity: 'Note',
    key: 'noteId',
    creates: false,
    payload: object({ noteId: uuid, tags }),
    writes: ['tags'],
    changes: (note) => ({ tags: { add: note.tags } }),
  }),
  untagNote: defineEvent({
    type: 'NoteUntagged',
    entity: 'Note',
    key: 'noteId',
    creates: false,
    payload: object({ noteId: uuid, tags }),
    writes: ['tags'],
    changes: (note) => ({ tags: { remove: note.tags } }),
  }),
  deleteNote: defineEvent({
    type: 'NoteDeleted',
    entity: 'Note',
    key: 'noteId',
    creates: false,
    payload: object({ noteId: uuid }),
    writes: ['deletedAt'],
    changes: (_note, at) => ({ deletedAt: at }),
  }),
  restoreNote: defineEvent({
    type: 'NoteRestored',
    entity: 'Note',
    key: 'noteId',
    creates: false,
    payload: object({ noteId: uuid }),
    writes: ['deletedAt'],
    changes: () => ({ deletedAt: null }),
  }),
  settleNoteConflict: settleConflict(noteEntity, 'noteId'),
  reopenNoteConflict: reopenConflict(noteEntity, 'noteId'),
  revertNote: revert(noteEntity, 'noteId'),
};

export const note = { entity: noteEntity, events: noteEvents } satisfies Concept;
