import fc from 'fast-check';
import { canonicalJson, registry } from '../index.ts';
import { absences, beginning, given, interleave, START, TestLog, type Absence } from '../testing/index.ts';

const TASK = '01900000-0000-7000-8000-0000000000aa';
const created = { mutation: 'createTask', payload: { taskId: TASK, title: 'Milk', order: 'a0' } };
const retitled = (title: string) => ({ mutation: 'retitleTask', payload: { taskId: TASK, title } });
const prioritized = (priority: number) => ({ mutation: 'prioritizeTask', payload: { taskId: TASK, priority } });

describe('different fields', () => {
  test('[M2] both are kept, and the receipt says MERGED', () => {
    given(registry, [created, { ...retitled('Oat milk'), device: 'B' }])
      .when({ ...prioritized(3), parentVersion: 1 })
      .then({ status: 'MERGED', fields: { title: 'Oat milk', priority: 3 }, lost: {} });
  });
});

describe('the same field', () => {
  test('[M3] the later clock wins whichever arrives first: earlier arrives last', () => {
    given(registry, [created, { ...retitled('B'), device: 'B', at: 50 }])
      .when({ ...retitled('A'), parentVersion: 1, at: 40 })
      .then({ status: 'MERGED', fields: { title: 'B' }, applied: {}, lost: { title: 'A' } });
  });

  test('[M3] the later clock wins whichever arrives first: later arrives last', () => {
    given(registry, [created, { ...retitled('A'), at: 40 }])
      .when({ ...retitled('B'), device: 'B', parentVersion: 1, at: 50 })
      .then({ status: 'MERGED', fields: { title: 'B' }, before: { title: 'A' }, lost: {} });
  });

  test('[M3] equal clocks go by device', () => {
    given(registry, [created, { ...retitled('B'), device: 'B', at: 40 }])
      .when({ ...retitled('A'), parentVersion: 1, at: 40 })
      .then({ fields: { title: 'B' } });
  });

  test('[M1] a writer who had seen the other write is not concurrent with it, whatever the clocks say', () => {
    given(registry, [created, { ...retitled('B'), device: 'B', at: 50 }])
      .when({ ...retitled('A'), parentVersion: 2, at: 40 })
      .then({ status: 'APPLIED', fields: { title: 'A' } });
  });
});

describe("the device's own past", () => {
  test('[M1] three offline edits in a row do not conflict with each other', () => {
    const history = given(registry, [created, { ...retitled('one'), parentVersion: 1, at: 9 }]);
    history.when({ ...retitled('two'), parentVersion: 1, at: 9 }).then({ status: 'APPLIED', fields: { title: 'two' } });
    history
      .when({ ...retitled('three'), parentVersion: 1, at: 8 })
      .then({ status: 'APPLIED', fields: { title: 'three' } });
  });

  test('[M1] … also when the first of them was merged', () => {
    const history = given(registry, [created, { ...prioritized(2), device: 'B', at: 20 }]);
    history.when({ ...retitled('one'), parentVersion: 1, at: 10 }).then({ status: 'MERGED' });
    history
      .when({ ...retitled('two'), parentVersion: 1, at: 11 })
      .then({ fields: { title: 'two', priority: 2 }, lost: {} });
  });

  test('[M1] a credential without an outbox reads strictly: its own events after the parent are concurrent too', () => {
    given(registry, [created, { ...retitled('one'), at: 30 }])
      .when({ ...retitled('two'), parentVersion: 1, at: 20, strict: true })
      .then({ status: 'MERGED', fields: { title: 'one' }, lost: { title: 'two' } });
  });
});

describe('the trash', () => {
  test('[M5] a deleted entity takes later edits along', () => {
    given(registry, [created, { mutation: 'deleteTask', payload: { taskId: TASK }, device: 'B' }])
      .when({ ...retitled('Edited there'), parentVersion: 1 })
      .then({ status: 'MERGED', fields: { title: 'Edited there', deletedAt: '2026-11-20T09:00:02.000Z' } });
  });

  test('[M5] what lost is kept beside what was applied', () => {
    given(registry, [created, { ...retitled('kept'), device: 'B', at: 50 }])
      .when({ ...retitled('lost'), parentVersion: 1, at: 10 })
      .then({ lost: { title: 'lost' } });
  });
});

describe('clocks', () => {
  test('[M7] a clock far ahead counts as the time of receipt and cannot win for ever', () => {
    const history = given(registry, [created]);
    history.when({ ...retitled('ahead'), device: 'B', parentVersion: 1, at: 86_400 }).then({ status: 'APPLIED' });
    history.when({ ...retitled('now'), parentVersion: 1, at: 4 }).then({ fields: { title: 'now' } });
  });

  test('[M7] beyond a year it is no clock', () => {
    given(registry, [created])
      .when({ ...retitled('2099'), at: 70 * 366 * 86_400 })
      .thenRefused('CLOCK_OUT_OF_RANGE');
  });
});

describe('parents', () => {
  test('[A4] a version that is not there yet is refused', () => {
    given(registry, [created])
      .when({ ...retitled('x'), parentVersion: 2 })
      .thenRefused('PARENT_VERSION_AHEAD');
  });
  test('[A4] an entity that is not there is refused', () => {
    given(registry, []).when(retitled('x')).thenRefused('ENTITY_UNKNOWN');
  });
  test('[A4] an entity is created once', () => {
    given(registry, [created]).when(created).thenRefused('ENTITY_EXISTS');
  });
  test('[A4] a reference to what is not there is refused', () => {
    given(registry, [created])
      .when({ mutation: 'moveTask', payload: { taskId: TASK, listId: TASK } })
      .thenRefused('REFERENCE_UNKNOWN');
  });
});

const NOW = START;
const devices = ['A', 'B', 'C'];

function deliver(away: readonly Absence[], choices: readonly number[]): TestLog {
  const log = new TestLog(registry, NOW);
  const { device, events } = beginning(NOW);
  for (const event of events) log.append(device, event);
  for (const { device: writer, event } of interleave(away, choices)) log.append(writer, event);
  return log;
}

/** What a person sees: the fields. Versions and positions tell the order of arrival, which may differ. */
function visible(log: TestLog): string {
  return canonicalJson(Object.fromEntries([...log.state()].map(([key, { fields }]) => [key, fields])));
}

const order = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 24 });

describe('any history', () => {
  test('[M3] any order of delivery gives the same state', () => {
    fc.assert(
      fc.property(absences(devices, NOW), order, order, (away, one, other) => {
        expect(visible(deliver(away, one))).toBe(visible(deliver(away, other)));
      }),
      { numRuns: 400 },
    );
  });

  test('[A7] folding what was applied rebuilds the state, and asks no policy', () => {
    fc.assert(
      fc.property(absences(devices, NOW), order, (away, choices) => {
        const log = deliver(away, choices);
        expect(canonicalJson([...log.rebuild()])).toBe(canonicalJson([...log.state()]));
      }),
      { numRuns: 200 },
    );
  });

  test('[M5] every change is in the state, before a later one, or lost: nothing a person wrote is missing', () => {
    fc.assert(
      fc.property(absences(devices, NOW), order, (away, choices) => {
        for (const { event, applied, lost, before } of deliver(away, choices).rows) {
          const definition = registry.definition(event.type);
          const asked = definition.changes(event.payload, event.stamp.occurredAt.slice(0, 24));
          for (const [field, change] of Object.entries(asked)) {
            if (change === undefined) continue;
            const kept = field in applied ? applied[field] : field in lost ? lost[field] : change;
            expect(kept).toEqual(change);
          }
          expect(Object.keys(before)).toEqual(Object.keys(applied));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('[M1] what one device wrote offline never loses to itself', () => {
    fc.assert(
      fc.property(absences(['A'], NOW), (away) => {
        for (const row of deliver(away, [0]).rows) expect(row.lost).toEqual({});
      }),
      { numRuns: 200 },
    );
  });
});

describe('definitions', () => {
  test.each(registry.mutations)(
    '[E3] %s states its intent at field level and writes only declared fields',
    (mutation) => {
      const definition = registry.eventOf(mutation);
      const fields = Object.keys(registry.entity(definition.entity).fields);
      expect(fields).toEqual(expect.arrayContaining([...definition.writes]));
      expect(definition.writes.length).toBeGreaterThan(0);
      if (!definition.creates) expect(definition.writes.length).toBeLessThan(fields.length);
    },
  );
});
