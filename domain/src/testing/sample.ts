import type { EntityDefinition } from '../core/entity.ts';
import { defineEvent } from '../core/event.ts';
import { ASK } from '../core/field.ts';
import type { Fields } from '../core/json.ts';
import { counter } from '../core/kinds/counter.ts';
import { keyedMap } from '../core/kinds/keyed-map.ts';
import { memberSet } from '../core/kinds/member-set.ts';
import { fixedRegister, register } from '../core/kinds/register.ts';
import { sharedText } from '../core/kinds/shared-text.ts';
import { ask } from '../core/policies/ask.ts';
import { clientWins } from '../core/policies/client-wins.ts';
import { laterPlace } from '../core/policies/later-place.ts';
import { resolver } from '../core/policies/resolver.ts';
import { serverWins } from '../core/policies/server-wins.ts';
import { reopenConflict, revert, settleConflict } from '../core/recovery-events.ts';
import { createRegistry, type Concept } from '../core/registry.ts';
import { isoTime, nullable, object, optional, orderKey, text, uuid, type Shape } from '../core/shape.ts';
import type { Intent } from '../core/undo.ts';
import { SETTINGS, settingsOf } from '../settings/settings.ts';

const word = text({ min: 1, max: 100 });

/** A custom rule: the longer word; between two of one length the person chooses. */
const longer = resolver<string>('longer', (_base, mine, theirs) =>
  mine.length === theirs.length ? ASK : mine.length > theirs.length ? mine : theirs,
);

/** A concept of tests alone: one field for each kind and each policy, so that those without a product field are held too. */
export const sampleEntity = {
  type: 'Sample',
  fields: {
    latest: register('', word),
    asked: register('', word, ask),
    first: register('', word, serverWins),
    last: register('', word, clientWins),
    longer: register('', word, longer),
    place: fixedRegister('a0', orderKey, laterPlace),
    count: counter(),
    labels: memberSet(word),
    marks: keyedMap(word),
    story: sharedText(word),
    deletedAt: fixedRegister(null, nullable(isoTime)),
  },
} satisfies EntityDefinition;

const { deletedAt: _, ...changeable } = sampleEntity.fields;
const changes = object({
  sampleId: uuid,
  ...Object.fromEntries(
    Object.entries(changeable).map(([name, { kind, shape }]) => [name, optional(kind.change(shape))]),
  ),
}) as Shape<Fields & { readonly sampleId: string }>;

const change = {
  entity: 'Sample',
  key: 'sampleId',
  payload: changes,
  writes: Object.keys(changeable),
  changes: ({ sampleId: _, ...given }: Fields) => given,
} as const;

export const sampleConcept = {
  entity: sampleEntity,
  events: {
    createSample: defineEvent({ ...change, type: 'SampleCreated', creates: true }),
    changeSample: defineEvent({ ...change, type: 'SampleChanged', creates: false }),
    deleteSample: defineEvent({
      type: 'SampleDeleted',
      entity: 'Sample',
      key: 'sampleId',
      creates: false,
      payload: object({ sampleId: uuid }),
      writes: ['deletedAt'],
      changes: (_sample, at) => ({ deletedAt: at }),
    }),
    restoreSample: defineEvent({
      type: 'SampleRestored',
      entity: 'Sample',
      key: 'sampleId',
      creates: false,
      payload: object({ sampleId: uuid }),
      writes: ['deletedAt'],
      changes: () => ({ deletedAt: null }),
    }),
    settleSampleConflict: settleConflict(sampleEntity, 'sampleId'),
    reopenSampleConflict: reopenConflict(sampleEntity, 'sampleId'),
    revertSample: revert(sampleEntity, 'sampleId'),
  },
} satisfies Concept;

export const sampleRegistry = createRegistry([sampleConcept, settingsOf([sampleConcept])], { settings: SETTINGS });

export const SAMPLE = '01900000-0000-7000-8000-00000000005a';
export const createdSample: Intent = { mutation: 'createSample', payload: { sampleId: SAMPLE } };
export const changed = (given: Fields): Intent => ({
  mutation: 'changeSample',
  payload: { sampleId: SAMPLE, ...given },
});
