import fc from 'fast-check';
import { canonicalJson, clockTime, entityKey } from '../index.ts';
import { live, lives, productWorld, sampleWorld, settleDown, type World } from '../testing/index.ts';
import type { LogRow, TestDevice, TestLog } from '../testing/index.ts';

const worlds: readonly (readonly [name: string, world: World])[] = [
  ['the product', productWorld],
  ['every kind and policy', sampleWorld],
];
const RUNS = { numRuns: 130 };

const text = (value: unknown) => canonicalJson(value ?? null);
const read = ({ entities }: World, device: TestDevice) => text(entities.map((ref) => device.view(ref)));
const said = ({ entities }: World, log: TestLog) => text(entities.map((ref) => log.entity(ref)));

/** Everything that an event asked to have written, by field. */
function asked({ registry }: World, { event, clock }: LogRow): [field: string, change: unknown][] {
  const changes = registry.definition(event.type).changes(event.payload, clockTime(clock));
  return Object.entries(changes).filter(([, change]) => change !== undefined);
}

describe.each(worlds)('any history of 2 to 5 devices, %s', (_name, world) => {
  test('[M4] [M6] [C1] when all have sent and read, every device shows what the log says', () => {
    fc.assert(
      fc.property(lives(world), (life) => {
        const lived = live(world, life);
        settleDown(lived);
        for (const device of lived.devices) expect(read(world, device)).toBe(said(world, lived.log));
      }),
      RUNS,
    );
  });

  test('[A7] folding what was applied rebuilds the state, and asks no policy', () => {
    fc.assert(
      fc.property(lives(world), (life) => {
        const lived = live(world, life);
        settleDown(lived);
        expect(text([...lived.log.rebuild()])).toBe(text([...lived.log.state()]));
      }),
      RUNS,
    );
  });

  test('[M5] nothing that was asked is missing from what was applied, what lost and what is held', () => {
    fc.assert(
      fc.property(lives(world), (life) => {
        const lived = live(world, life);
        settleDown(lived);
        for (const row of lived.log.rows) {
          for (const [field, change] of asked(world, row)) {
            const kept = [
              ...lived.log.rows
                .filter(({ entity }) => entityKey(entity) === entityKey(row.entity))
                .map(({ applied }) => applied[field]),
              row.lost[field],
              ...Object.values(row.conflicts).map((conflict) => conflict?.mine),
            ];
            expect(kept.map(text)).toContain(text(change));
          }
        }
      }),
      RUNS,
    );
  });

  test('[M6] where the person is asked, no write replaces one that its writer had not seen', () => {
    const quiet = { ...world, edit: world.edit.filter(({ mutation }) => mutation !== 'choosePolicy') };
    fc.assert(
      fc.property(lives(quiet), (life) => {
        const lived = live(quiet, life);
        settleDown(lived);
        const { rows } = lived.log;
        for (const row of rows) {
          const { settles, undoes } = world.registry.definition(row.event.type);
          if (settles || undoes?.(row.event.payload)) continue;
          for (const field of Object.keys(row.applied)) {
            if (world.registry.policyOf(undefined, row.entity.type, field).name !== 'ask') continue;
            const earlier = rows.filter(
              ({ entity, applied, version }) =>
                entityKey(entity) === entityKey(row.entity) && field in applied && version < row.version,
            );
            const replaced = earlier.at(-1);
            const isSeen =
              !replaced ||
              replaced.device === row.device ||
              replaced.version <= row.event.stamp.parentVersion ||
              text(replaced.applied[field]) === text(row.applied[field]);
            expect(isSeen).toBe(true);
          }
        }
      }),
      RUNS,
    );
  });

  test('[C2] the view is the same whatever the order and the grouping in which the server is heard', () => {
    fc.assert(
      fc.property(
        lives(world),
        fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
        fc.nat({ max: 3 }),
        (life, order, first) => {
          const lived = live(world, life);
          // Everything arrives, no receipt comes back, and the feed is read in pages: all that is pending is in there.
          for (const device of lived.devices) device.send(Infinity, false);
          for (const device of lived.devices) {
            while (device.cursor < lived.log.rows.length) device.pull(first + 1);
            expect(read(world, device)).toBe(said(world, lived.log));
            for (const [index, { state }] of lived.log.rows.entries()) {
              device.confirm(lived.log.rows[(index + order[index % order.length]!) % lived.log.rows.length]!.state);
              device.confirm(state);
            }
            device.send();
            expect(read(world, device)).toBe(said(world, lived.log));
          }
        },
      ),
      RUNS,
    );
  });

  test('[M1] what a device wrote never conflicts with, or loses to, its own', () => {
    fc.assert(
      fc.property(lives(world), (life) => {
        const lived = live(world, life);
        settleDown(lived);
        for (const { device, conflicts, merged } of lived.log.rows) {
          for (const { outcome, with: other } of merged) {
            if (outcome !== 'SKIPPED') expect(other.device).not.toBe(device);
          }
          for (const conflict of Object.values(conflicts)) {
            if (conflict) expect(conflict.by.device).not.toBe(conflict.against.device);
          }
        }
      }),
      RUNS,
    );
  });
});
