import fc from 'fast-check';
import { canonicalJson, formatClock, type DomainEvent, type Fields, type Registry } from '../index.ts';
import {
  changed,
  createdSample,
  interleave,
  productWorld,
  ROUND,
  SAMPLE,
  sampleChanges,
  sampleRegistry,
  START,
  TestLog,
  type World,
} from '../testing/index.ts';

const DEVICES = ['A', 'B', 'C'];
const COMMUTING = ['latest', 'place', 'count', 'labels', 'marks', 'story'];
const ASKED_OR_MERGED = ['retitleTask', 'describeTask', 'renameList', 'retitleNote', 'choosePolicy'];

const samples: World = {
  registry: sampleRegistry,
  beginning: [createdSample, changed({ labels: { add: ['home', 'work'] }, marks: { home: 'a' }, latest: 'ab' })],
  entities: [{ type: 'Sample', id: SAMPLE }],
  edit: fc.oneof(...COMMUTING.map((field) => sampleChanges[field]!.map((change) => changed({ [field]: change })))),
};
const product = {
  ...productWorld,
  edit: productWorld.edit.filter(
    ({ mutation, payload }) => !ASKED_OR_MERGED.includes(mutation) && payload.taskId !== ROUND,
  ),
};

function parse(
  registry: Registry,
  { mutation, payload }: World['beginning'][number],
  at: number,
  id: string,
  parentVersion: number,
) {
  return registry.parse(mutation, {
    event: { id, parentVersion, sequence: at, occurredAt: formatClock(START + at) },
    ...payload,
  });
}

/** What each device did while it was away, all after the same beginning. */
function away({ registry, edit }: World, log: TestLog) {
  return fc.tuple(
    ...DEVICES.map((device, number) =>
      fc.array(fc.record({ edit, later: fc.nat({ max: 3 }) }), { maxLength: 8 }).map((steps) => {
        // Clocks of one device never stand still; those of two devices may well be equal.
        let clock = 100;
        const events = steps.map(({ edit, later }, index): DomainEvent => {
          clock += later + 1;
          const definition = registry.eventOf(edit.mutation);
          const ref = { type: definition.entity, id: String(edit.payload[definition.key]) };
          const id = `01900000-0000-7000-8000-00000000${number + 1}${index.toString(16).padStart(3, '0')}`;
          return parse(registry, edit, clock, id, log.entity(ref)?.version ?? 0);
        });
        return { device, events };
      }),
    ),
  );
}

function begin({ registry, beginning }: World): TestLog {
  const log = new TestLog(registry, START);
  beginning.forEach((intent, index) => {
    const id = `01900000-0000-7000-8000-00000000000${index}`;
    const { key, entity } = registry.eventOf(intent.mutation);
    const version = log.entity({ type: entity, id: String(intent.payload[key]) })?.version ?? 0;
    log.append('origin', parse(registry, intent, index + 1, id, version));
  });
  return log;
}

/** What a person sees: the fields. Versions, and a text's updates, tell the order of arrival, which may differ. */
function visible(log: TestLog, { registry }: World): string {
  const fields = [...log.state().values()].map(({ type, fields }) =>
    Object.entries(fields).map(([name, value]) => {
      const isText = registry.entity(type).fields[name]!.kind.name === 'text';
      return [name, isText ? [...(value as readonly string[])].sort() : value];
    }),
  );
  return canonicalJson(fields);
}

const order = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 24 });

test.each([
  ['the product', product],
  ['every kind', samples],
])('[M3] any order of delivery gives the same fields, %s', (_name, world) => {
  fc.assert(
    fc.property(away(world, begin(world)), order, order, (devices, one, other) => {
      const [first, second] = [one, other].map((choices) => {
        const log = begin(world);
        for (const { device, event } of interleave(devices, choices)) log.append(device, event);
        return visible(log, world);
      });
      expect(first).toBe(second);
    }),
    { numRuns: 600 },
  );
});

describe('orders of delivery that once differed', () => {
  const log = (...said: readonly (readonly [device: string, at: number, change: Fields])[]) => {
    const log = begin(samples);
    said.forEach(([device, at, change], index) =>
      log.append(device, parse(sampleRegistry, changed(change), at, `01900000-0000-7000-8000-0000000000f${index}`, 2)),
    );
    return visible(log, samples);
  };

  test('[M3] the later of two equal values is the one that a third has to be later than', () => {
    const [early, same, between] = [
      ['A', 10, { latest: 'same' }],
      ['B', 30, { latest: 'same' }],
      ['C', 20, { latest: 'other' }],
    ] as const;
    expect(log(early, same, between)).toBe(log(early, between, same));
  });

  test('[M3] a device takes back its own addition to a set, and not the one that it had not seen', () => {
    const [theirs, mine, taken] = [
      ['B', 10, { labels: { add: ['new'] } }],
      ['A', 11, { labels: { add: ['new'] } }],
      ['A', 12, { labels: { remove: ['new'] } }],
    ] as const;
    expect(log(theirs, mine, taken)).toBe(log(mine, taken, theirs));
    expect(log(mine, theirs, taken)).toBe(log(mine, taken, theirs));
    expect(log(mine, taken, theirs)).toContain('"new"');
  });
});
