import { readFile } from 'node:fs/promises';
import { isCreation, registry } from '../index.ts';
import { given } from './given.ts';
import { BEGINNINGS, ENTITY_IDS, SAID } from './outcome-events.ts';
import { eventsOf, outcomesOf } from './outcomes.ts';
import { OUTCOMES_PAGE, withTables } from './write-outcomes.ts';

const types = registry.entities.map(({ type }) => type);

test('[M3] every event of every concept is in some pair; creations have nothing beside them', () => {
  const creations = registry.mutations.filter((mutation) => isCreation(registry.eventOf(mutation)));
  expect([...types.flatMap(eventsOf), ...creations].sort()).toEqual([...registry.mutations].sort());
  for (const [type, [create]] of Object.entries(BEGINNINGS)) {
    if (type === 'Settings') continue;
    given(registry, [create!])
      .when({ ...create!, device: 'B', parentVersion: 0 })
      .thenRefused('ENTITY_EXISTS');
  }
});

test.each(types)('[M3] %s: all ordered pairs have an outcome, in every field that both may write', (type) => {
  const { pairs, outcomes } = outcomesOf(type);
  expect(pairs).toBe(eventsOf(type).length ** 2);
  const told = new Set(outcomes.map(({ field, first, second }) => `${field} ${first} ${second}`));
  const meeting = eventsOf(type).flatMap((first) =>
    eventsOf(type).flatMap((second) => {
      const isConflict = (mutation: string) => /^(settle|reopen).+Conflict$/.test(mutation);
      // Of what may ask, a choice writes the one field that its conflict is about.
      const written = (mutation: string) =>
        isConflict(mutation) ? [type === 'List' ? 'name' : 'title'] : registry.eventOf(mutation).writes;
      return written(first).flatMap((field) =>
        written(second).includes(field) ? [`${field} ${first} ${second}`] : [],
      );
    }),
  );
  expect([...told].sort()).toEqual(meeting.sort());
  const creation = Object.keys(registry.entity(type).fields).filter(
    (field) => !outcomes.some((one) => one.field === field),
  );
  expect(creation).toEqual(type === 'Settings' ? [] : ['createdAt']);
});

test.each(Object.entries(SAID).filter(([, said]) => said.length > 1))(
  '[M2] %s on two devices with one value is no conflict',
  (mutation, [said]) => {
    const { entity: type, key } = registry.eventOf(mutation);
    const beginning = BEGINNINGS[type]!;
    const parentVersion = given(registry, beginning).log.entity({ type, id: ENTITY_IDS[type]! })!.version;
    const same = { mutation, payload: { [key]: ENTITY_IDS[type], ...said }, parentVersion };
    const { rows } = given(registry, [...beginning, { ...same, device: 'A' }, { ...same, device: 'B' }]).log;
    const { fields } = rows.at(-2)!.state;
    expect(rows.at(-1)!.lost).toEqual({});
    expect(rows.at(-1)!.state.fields).toEqual(fields);
    expect(rows.at(-1)!.merged.map(({ outcome }) => outcome)).not.toContain('ASKED');
  },
);

test('[M3] docs/conflicts.md says what happens; if not: npx tsx domain/src/testing/write-outcomes.ts', async () => {
  const page = await readFile(OUTCOMES_PAGE, 'utf8');
  expect(page).toBe(withTables(page));
});
