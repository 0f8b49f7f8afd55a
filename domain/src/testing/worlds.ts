import fc from 'fast-check';
import type { EntityRef } from '../core/entity.ts';
import type { Json } from '../core/json.ts';
import type { Registry } from '../core/registry.ts';
import type { Intent } from '../core/undo.ts';
import { POLICY_CHOICES, registry, roundId } from '../index.ts';
import { policyChoices } from '../settings/settings.ts';
import { word } from './histories.ts';
import { TEST_ACCOUNT } from './log.ts';
import { createdSample, SAMPLE, sampleConcept, sampleRegistry } from './sample.ts';

/** Concepts, what every history of them begins with, and what a person may do there. */
export interface World {
  readonly registry: Registry;
  readonly beginning: readonly Intent[];
  readonly entities: readonly EntityRef[];
  readonly edit: fc.Arbitrary<Intent>;
}

const TASK = '01900000-0000-7000-8000-0000000000aa';
const LIST = '01900000-0000-7000-8000-0000000000bb';
const NOTE = '01900000-0000-7000-8000-0000000000cc';
const WHOLE = '01900000-0000-7000-8000-0000000000ab';
/** Made by whoever completes the task: the first to arrive counts, so its fields go by the order of arrival. */
export const ROUND = roundId(TASK);

const date = fc.constantFrom(null, '2026-11-30', '2026-12-01T09:30');
const place = fc.constantFrom('a0', 'a1', 'Zz');
const tag = fc.constantFrom('home', 'work', 'later');
const tags = fc.uniqueArray(tag, { minLength: 1, maxLength: 2 });
const lines = fc.array(fc.constantFrom('one', 'two', 'three'), { maxLength: 5 }).map((parts) => parts.join('\n'));
const repeat = fc.constantFrom(
  null,
  { rule: 'FREQ=DAILY', from: 'schedule' },
  { rule: 'FREQ=WEEKLY;BYDAY=MO', from: 'completion' },
);
const update = fc.base64String({ minLength: 4, maxLength: 12 });

const doing = (mutation: string, payload: fc.Arbitrary<object>): fc.Arbitrary<Intent> =>
  payload.map((given) => ({ mutation, payload: given as Intent['payload'] }));
const on =
  (id: object) =>
  (mutation: string, given: Readonly<Record<string, fc.Arbitrary<Json>>> = {}) =>
    doing(
      mutation,
      fc.record(given).map((payload) => ({ ...id, ...payload })),
    );
const [task, list, note, settings] = [
  on({ taskId: TASK }),
  on({ listId: LIST }),
  on({ noteId: NOTE }),
  on({ settingsId: TEST_ACCOUNT }),
];
/** Several devices make it, each for itself. */
const round = (mutation: string, given: Readonly<Record<string, fc.Arbitrary<Json>>> = {}) =>
  on({ taskId: ROUND, ...(mutation === 'continueTask' ? { roundOf: TASK } : {}) })(mutation, given);

function choosing(choices: typeof POLICY_CHOICES): fc.Arbitrary<Intent> {
  const all = choices.flatMap(({ entityType, field, choices: names }) =>
    [...names, null].map((policy) => ({ settingsId: TEST_ACCOUNT, entityType, field, policy })),
  );
  return doing('choosePolicy', fc.constantFrom(...all));
}

export const productWorld: World = {
  registry,
  beginning: [
    { mutation: 'createList', payload: { listId: LIST, name: 'Home', color: 'blue', order: 'a0' } },
    { mutation: 'createTask', payload: { taskId: TASK, title: 'Milk', order: 'a0', tags: ['home'] } },
    { mutation: 'createTask', payload: { taskId: WHOLE, title: 'Shopping', order: 'a1' } },
    { mutation: 'createNote', payload: { noteId: NOTE, title: 'Plan', body: 'Milk', tags: ['home'] } },
  ],
  entities: [
    { type: 'Task', id: TASK },
    { type: 'Task', id: ROUND },
    { type: 'List', id: LIST },
    { type: 'Note', id: NOTE },
    { type: 'Settings', id: TEST_ACCOUNT },
  ],
  edit: fc.oneof(
    { weight: 6, arbitrary: task('retitleTask', { title: word() }) },
    { weight: 3, arbitrary: task('describeTask', { description: fc.oneof(word(), lines) }) },
    task('scheduleTask', { start: date, due: date, someday: fc.boolean() }),
    task('setTaskRepeat', { repeat }),
    task('setTaskReminder', { remindAt: fc.constantFrom(null, '2026-11-30T09:00', '2026-12-01T09:30') }),
    { weight: 2, arbitrary: round('continueTask', { title: word(), order: place, due: date, repeat }) },
    round('completeTask'),
    round('deleteTask'),
    round('restoreTask'),
    round('moveTask', { parentId: fc.constantFrom(null, TASK) }),
    task('prioritizeTask', { priority: fc.integer({ min: 0, max: 3 }) }),
    task('tagTask', { tags }),
    task('untagTask', { tags }),
    task('completeTask'),
    task('reopenTask'),
    task('moveTask', { listId: fc.constantFrom(null, LIST), parentId: fc.constantFrom(null, WHOLE), order: place }),
    task('deleteTask'),
    task('restoreTask'),
    list('renameList', { name: word() }),
    list('recolorList', { color: fc.constantFrom('red', 'teal') }),
    list('reorderList', { order: place }),
    list('deleteList'),
    list('restoreList'),
    { weight: 3, arbitrary: note('retitleNote', { title: word() }) },
    note('editNote', { update }),
    note('pinNote'),
    note('unpinNote'),
    note('tagNote', { tags }),
    note('untagNote', { tags }),
    note('deleteNote'),
    note('restoreNote'),
    choosing(POLICY_CHOICES),
    settings('setWeekStart', { weekStart: fc.constantFrom(null, 0, 1, 6) }),
    settings('setTimeZone', { timeZone: fc.constantFrom(null, 'Europe/Berlin', 'Asia/Tokyo') }),
  ),
};

const labels: fc.Arbitrary<Json> = fc
  .record({ add: tags, remove: tags }, { requiredKeys: [] })
  .filter((change) => Object.keys(change).length > 0);
const marks = fc.dictionary(tag, fc.option(word()), { minKeys: 1, maxKeys: 2 });
const label = fc.constantFrom('ab', 'abc', 'abcd');

/** A change to each field of a sample. */
export const sampleChanges: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  latest: label,
  asked: word(),
  first: word(),
  last: word(),
  longer: word(),
  place,
  count: fc.integer({ min: -5, max: 5 }),
  labels,
  marks,
  story: update,
};
const sample = on({ sampleId: SAMPLE });

export const sampleWorld: World = {
  registry: sampleRegistry,
  beginning: [createdSample],
  entities: [
    { type: 'Sample', id: SAMPLE },
    { type: 'Settings', id: TEST_ACCOUNT },
  ],
  edit: fc.oneof(
    { weight: 6, arbitrary: sample('changeSample', { asked: word() }) },
    { weight: 3, arbitrary: sample('changeSample', { longer: label }) },
    ...Object.entries(sampleChanges).map(([field, change]) => sample('changeSample', { [field]: change })),
    sample('deleteSample'),
    sample('restoreSample'),
    choosing(policyChoices([sampleConcept])),
  ),
};
