import type { MergedField, MergeOutcome } from '@cairn/domain';
import { sayMerged } from './say-merged.ts';

const names = { list: () => undefined, today: '2026-11-20' };
const met = (field: string, outcome: MergeOutcome, device = 'phone'): MergedField => ({
  field,
  outcome,
  with: { version: 2, clock: '2026-11-20T09:00:00.000Z-0000', device },
});
const say = (merged: readonly MergedField[], lost = {}, type = 'TaskRetitled') =>
  sayMerged({ entityType: 'Task', type, merged, lost }, names, (id) => (id === 'phone' ? 'Phone' : 'this device'));

it.each<[MergeOutcome, string]>([
  ['KEPT', 'Kept beside Phone’s change to the title'],
  ['WON', 'Stands in place of Phone’s change to the title'],
  ['COMBINED', 'Combined with Phone’s change to the title'],
  ['SAME', 'Phone’s change to the title was the same'],
  ['ASKED', 'Phone’s change to the title arrived first'],
  ['SKIPPED', 'Left the title alone: it has been changed since'],
  ['LOST', 'Phone’s change stands for the title'],
])('says %s', (outcome, text) => {
  expect(say([met('title', outcome)])[0]!.text).toBe(text);
});

it('[M5] offers what did not stand', () => {
  expect(say([met('due', 'LOST')], { due: '2026-11-21' })).toEqual([
    {
      text: 'Phone’s change stands for the due date; this one was “Tomorrow”',
      lost: { field: 'due', value: '2026-11-21' },
    },
  ]);
  expect(say([met('title', 'LOST')], { title: 'b' }, 'TaskConflictSettled')[0]!.text).toBe(
    'Phone’s choice stands for the title; this one was “b”',
  );
});

it('gathers what a device had changed elsewhere', () => {
  const merged = [met('due', 'KEPT'), met('tags', 'KEPT'), met('priority', 'KEPT'), met('listId', 'KEPT', 'here')];
  expect(say(merged).map(({ text }) => text)).toEqual([
    'Kept beside Phone’s change to the due date, the tags and the priority',
    'Kept beside this device’s change to its list',
  ]);
});
