import type { FieldWriter } from '@cairn/domain';
import { editedBeside } from './edited-beside.ts';

const by = (device: string, version: number, parent = version - 1): FieldWriter => ({
  version,
  clock: '2026-11-20T09:00:00.000Z-0000',
  device,
  sequence: version,
  parent,
});

test('[M5] an edit that arrived after the deletion is said', () => {
  expect(editedBeside({ writers: { title: by('b', 3, 1), deletedAt: by('a', 2) } })).toEqual({
    device: 'b',
    isAfter: true,
  });
});

test('[M5] so is one that the deletion had not seen', () => {
  expect(editedBeside({ writers: { title: by('b', 2, 1), deletedAt: by('a', 3, 1) } })).toEqual({
    device: 'b',
    isAfter: false,
  });
});

test('[M5] what the deletion had seen, or the same device did, needs no word', () => {
  expect(editedBeside({ writers: { title: by('b', 2), deletedAt: by('a', 3) } })).toBeUndefined();
  expect(editedBeside({ writers: { title: by('a', 3), deletedAt: by('a', 2) } })).toBeUndefined();
  expect(editedBeside({ writers: { title: by('b', 3) } })).toBeUndefined();
});
