import type { ApiConcept } from '../entity/projection.ts';
import { noteInputs } from './note-inputs.ts';
import { noteProjection } from './note-projection.ts';
import { NoteResolver } from './note-resolver.ts';
import { Note } from './note-type.ts';
import { undoEdit } from './undo-edit.ts';

export const note: ApiConcept = {
  projection: noteProjection,
  objectType: Note,
  inputs: noteInputs,
  resolver: NoteResolver,
  undo: undoEdit,
};
