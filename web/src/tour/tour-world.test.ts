import { conflictOf, newTour, setOnline, viewOf, write, type Seat, type TourWorld } from './tour-world.ts';

let count = 0;
const options = {
  now: Date.parse('2026-11-25T09:00:00.000Z'),
  newId: () => `01900000-0000-7000-8000-${String((count += 1)).padStart(12, '0')}`,
};
const begin = () => newTour(['Milk', 'Tent'], options);
const titles = (world: TourWorld, seat: Seat) => viewOf(world, seat).map(({ fields }) => fields.title);
const done = (world: TourWorld, seat: Seat) => viewOf(world, seat).map(({ fields }) => fields.completedAt !== null);

test('[D5] without a network a change is there at once, waits, and reaches the other when there is one', () => {
  let world = setOnline(begin(), 'laptop', false);
  const [milk] = viewOf(world, 'laptop');
  world = write(world, 'laptop', 'completeTask', { taskId: milk!.id }, options);
  expect([done(world, 'laptop'), done(world, 'phone')]).toEqual([
    [true, false],
    [false, false],
  ]);
  expect(world.devices.laptop.pending).toHaveLength(1);
  world = setOnline(world, 'laptop', true);
  expect(done(world, 'phone')).toEqual([true, false]);
  expect(world.devices.laptop.pending).toEqual([]);
});

test('[D5] changes of different things on two devices are both kept', () => {
  let world = setOnline(setOnline(begin(), 'laptop', false), 'phone', false);
  const [milk] = viewOf(world, 'laptop');
  world = write(world, 'laptop', 'retitleTask', { taskId: milk!.id, title: 'Oat milk' }, options);
  world = write(world, 'phone', 'completeTask', { taskId: milk!.id }, options);
  world = setOnline(setOnline(world, 'laptop', true), 'phone', true);
  for (const seat of ['laptop', 'phone'] as const) {
    expect(titles(world, seat)).toEqual(['Oat milk', 'Tent']);
    expect(done(world, seat)).toEqual([true, false]);
  }
  expect(world.merged).toBe(1);
});

test('[D5] two titles for one task are a choice, on both, and settled for both', () => {
  let world = setOnline(setOnline(begin(), 'laptop', false), 'phone', false);
  const [milk] = viewOf(world, 'laptop');
  world = write(world, 'laptop', 'retitleTask', { taskId: milk!.id, title: 'Oat milk' }, options);
  world = write(world, 'phone', 'retitleTask', { taskId: milk!.id, title: 'Soy milk' }, options);
  world = setOnline(setOnline(world, 'laptop', true), 'phone', true);
  const conflict = conflictOf(viewOf(world, 'laptop')[0]!)!;
  expect(conflict).toMatchObject({ mine: 'Soy milk', theirs: 'Oat milk' });
  expect(conflictOf(viewOf(world, 'phone')[0]!)!.id).toBe(conflict.id);
  world = write(
    world,
    'phone',
    'settleTaskConflict',
    { taskId: milk!.id, conflictId: conflict.id, choice: 'MINE' },
    options,
  );
  expect([titles(world, 'laptop')[0], titles(world, 'phone')[0]]).toEqual(['Soy milk', 'Soy milk']);
  expect(conflictOf(viewOf(world, 'laptop')[0]!)).toBeUndefined();
});
