import { anytimeGroups, todayGroups, upcomingGroups, type Dated } from './agenda.ts';

const TODAY = '2026-11-26';

const task = (id: string, dates: { start?: string; due?: string; priority?: number; order?: string }): Dated => ({
  id,
  start: null,
  due: null,
  priority: 0,
  order: 'a0',
  ...dates,
});

const shown = (tasks: readonly Dated[], today = TODAY) => {
  const groups = todayGroups(tasks, today);
  return { overdue: groups.overdue.ids.join(), today: groups.today.ids.join() };
};

const upcoming = (tasks: readonly Dated[]) =>
  Object.fromEntries(upcomingGroups(tasks, TODAY).map(({ key, ids }) => [key, ids.join()]));

describe('todayGroups', () => {
  it('[V2] takes what is due or has begun, and tells apart what is overdue', () => {
    const tasks = [
      task('late', { due: '2026-11-20' }),
      task('now', { due: TODAY }),
      task('begins', { start: TODAY }),
      task('begun', { start: '2026-11-01', due: '2026-12-24' }),
      task('later', { due: '2026-11-27' }),
      task('starts-later', { start: '2026-11-27', due: '2026-12-24' }),
    ];
    expect(shown(tasks)).toEqual({ overdue: 'late', today: 'begins,begun,now' });
    expect(shown(tasks, '2026-11-27')).toEqual({ overdue: 'late,now', today: 'begins,begun,later,starts-later' });
  });

  it('keeps what was due earlier on this day out of what is overdue', () => {
    expect(shown([task('noon', { due: `${TODAY}T00:01` })])).toEqual({ overdue: '', today: 'noon' });
  });

  it('puts the oldest first, then times of the day, then priority, then the order of the list', () => {
    expect(
      shown([
        task('b', { due: '2026-11-25' }),
        task('a', { due: '2026-11-24' }),
        task('plain', { due: TODAY, order: 'a2' }),
        task('first', { due: TODAY, order: 'a1' }),
        task('pressing', { due: TODAY, priority: 3 }),
        task('at-ten', { due: `${TODAY}T10:00` }),
        task('at-nine', { start: `${TODAY}T09:00` }),
      ]),
    ).toEqual({ overdue: 'a,b', today: 'at-nine,at-ten,pressing,first,plain' });
  });
});

describe('upcomingGroups', () => {
  it('has every day of the next week, and later only days with something in them', () => {
    const groups = upcomingGroups([task('x', { due: '2026-12-20' })], TODAY);
    expect(groups.map(({ key }) => key)).toEqual([
      '2026-11-27',
      '2026-11-28',
      '2026-11-29',
      '2026-11-30',
      '2026-12-01',
      '2026-12-02',
      '2026-12-03',
      '2026-12-20',
    ]);
  });

  it('[V2] shows a task once: on the first of its dates that is ahead', () => {
    expect(
      upcoming([
        task('both', { start: '2026-11-28', due: '2026-12-01' }),
        task('begun', { start: '2026-11-01', due: '2026-12-01' }),
        task('late', { due: '2026-11-01' }),
        task('today', { due: TODAY }),
      ]),
    ).toMatchObject({ '2026-11-28': 'both', '2026-12-01': 'begun' });
  });

  it('puts what is far away together by month, also the rest of a month that has begun', () => {
    expect(
      upcoming([
        task('near', { due: '2026-12-31' }),
        task('rest', { due: '2027-01-20' }),
        task('early', { due: '2027-01-10' }),
        task('next', { due: '2027-02-01' }),
      ]),
    ).toMatchObject({ '2026-12-31': 'near', '2027-01': 'early,rest', '2027-02': 'next' });
    const keys = upcomingGroups([task('near', { due: '2026-12-31' }), task('dec', { due: '2027-01-02' })], TODAY);
    expect(keys.at(-1)!.key).toBe('2027-01');
  });
});

describe('anytimeGroups', () => {
  it('groups by list, the inbox first, without what begins later or is in a list that is gone', () => {
    const item = (id: string, listId: string | null, start: string | null = null) => ({ id, listId, start });
    expect(
      anytimeGroups(
        [
          item('a', 'l2'),
          item('b', 'l1'),
          item('c', 'l1', TODAY),
          item('d', 'l1', '2026-11-27'),
          item('e', 'gone'),
          item('f', null),
        ],
        ['l1', 'l2', 'empty'],
        TODAY,
      ),
    ).toEqual([
      { key: 'inbox', ids: ['f'] },
      { key: 'l1', ids: ['b', 'c'] },
      { key: 'l2', ids: ['a'] },
    ]);
  });
});
