import type { CaptureContext, CaptureFields } from './capture.ts';
import { parseCapture } from './parse-capture.ts';
import { readDates } from './read-dates.ts';

/** A Thursday. */
const NOW = '2026-11-26T12:00';
const LISTS = [
  { id: 'work', name: 'Work' },
  { id: 'trips', name: 'Work trips' },
  { id: 'house', name: 'House & garden' },
];

const context: CaptureContext = { now: NOW, weekStart: 1, isDayFirst: true, lists: LISTS, dismissed: [] };
const parse = (text: string, given: Partial<CaptureContext> = {}) => {
  const { title, fields } = parseCapture(text, { ...context, ...given }, readDates);
  return { title, ...fields };
};
const repeats = (rule: string, due: string): CaptureFields => ({ repeat: { rule, from: 'schedule' }, due });

describe('shorthand', () => {
  it.each<[string, string, CaptureFields]>([
    ['Milk #home', 'Milk', { tags: ['home'] }],
    ['#home Milk #shop/weekly, please', 'Milk, please', { tags: ['home', 'shop/weekly'] }],
    ['Größe messen #Maße', 'Größe messen', { tags: ['Maße'] }],
    ['Milk !1', 'Milk', { priority: 3 }],
    ['Milk !3 #a', 'Milk', { priority: 1, tags: ['a'] }],
    ['Report @work', 'Report', { listId: 'work' }],
    ['Book hotel @Work trips !2', 'Book hotel', { listId: 'trips', priority: 2 }],
    ['Rake leaves @house & garden', 'Rake leaves', { listId: 'house' }],
    ['Sort this @inbox', 'Sort this', { listId: null }],
    ['Learn the piano someday', 'Learn the piano', { someday: true }],
    ['Learn the piano someday #music', 'Learn the piano', { someday: true, tags: ['music'] }],
  ])('%s', (text, title, fields) => {
    expect(parse(text)).toEqual({ title, ...fields });
  });

  it.each([
    'Fix issue #1',
    'Learn C# and F#',
    'Write to jane@work.example about it',
    'See https://example.org/#home',
    '!important',
    'Wow !4',
    'Really!1',
    'Meet @workshop',
    'Someday my prince will come',
    'a #',
  ])('leaves alone: %s', (text) => {
    expect(parse(text)).toEqual({ title: text });
  });

  it('takes the last of two lists and of two priorities, and leaves the first as words', () => {
    expect(parse('Move @work to @house & garden')).toEqual({ title: 'Move @work to', listId: 'house' });
    expect(parse('Prefer !2 over !1')).toEqual({ title: 'Prefer !2 over', priority: 3 });
  });
});

describe('dates', () => {
  it.each<[string, string, CaptureFields]>([
    ['Call mom tomorrow 9am', 'Call mom', { due: '2026-11-27T09:00' }],
    ['Call mom tomorrow', 'Call mom', { due: '2026-11-27' }],
    ['Tomorrow call mom', 'call mom', { due: '2026-11-27' }],
    ['Call mom today', 'Call mom', { due: '2026-11-26' }],
    ['Call mom day after tomorrow', 'Call mom', { due: '2026-11-28' }],
    ['Call mom friday', 'Call mom', { due: '2026-11-27' }],
    ['Call mom next friday', 'Call mom', { due: '2026-12-04' }],
    ['Call mom on sat', 'Call mom', { due: '2026-11-28' }],
    ['Call mom sat 10:00', 'Call mom', { due: '2026-11-28T10:00' }],
    ['Report by friday', 'Report', { due: '2026-11-27' }],
    ['Report due on friday', 'Report', { due: '2026-11-27' }],
    ['Report by friday 5pm #work', 'Report', { due: '2026-11-27T17:00', tags: ['work'] }],
    ['Talk starting monday', 'Talk', { start: '2026-11-30' }],
    ['Talk from monday by friday', 'Talk', { start: '2026-11-30', due: '2026-11-27' }],
    ['Talk starting 1 dec, due 24 dec', 'Talk', { start: '2026-12-01', due: '2026-12-24' }],
    ['Fair from monday to friday', 'Fair', { start: '2026-11-30', due: '2026-12-04' }],
    ['Walk tomorrow at 5', 'Walk', { due: '2026-11-27T17:00' }],
    ['Walk tomorrow at 05:00', 'Walk', { due: '2026-11-27T05:00' }],
    ['Walk tomorrow morning', 'Walk', { due: '2026-11-27T09:00' }],
    ['Walk tonight', 'Walk', { due: '2026-11-26T20:00' }],
    ['Walk 17:30', 'Walk', { due: '2026-11-26T17:30' }],
    ['Walk at 9am', 'Walk', { due: '2026-11-27T09:00' }],
    ['Friday call Bob at 3pm', 'call Bob', { due: '2026-11-27T15:00' }],
    ['Meeting tomorrow 2pm-4pm', 'Meeting', { start: '2026-11-27T14:00', due: '2026-11-27T16:00' }],
    ['Tax return in 3 days', 'Tax return', { due: '2026-11-29' }],
    ['Tax return in 2 weeks', 'Tax return', { due: '2026-12-10' }],
    ['Turn it over in 2 hours', 'Turn it over', { due: '2026-11-26T14:00' }],
    ['Plan next week', 'Plan', { due: '2026-11-30' }],
    ['Plan next month', 'Plan', { due: '2026-12-01' }],
    ['Clean this weekend', 'Clean', { due: '2026-11-28' }],
    ['Gift 24 december', 'Gift', { due: '2026-12-24' }],
    ['Gift dec 24', 'Gift', { due: '2026-12-24' }],
    ['Trip may 5', 'Trip', { due: '2027-05-05' }],
    ['Trip 5 march 2028', 'Trip', { due: '2028-03-05' }],
    ['Gift 2026-12-24', 'Gift', { due: '2026-12-24' }],
    ['Rent on the 15th', 'Rent', { due: '2026-12-15' }],
    ['Pay 1/2/2027', 'Pay', { due: '2027-02-01' }],
    ['Pay by 3/12', 'Pay', { due: '2026-12-03' }],
  ])('%s', (text, title, fields) => {
    expect(parse(text)).toEqual({ title, ...fields });
  });

  it.each([
    'May I go',
    'This may take long',
    'March on',
    'The cat sat on the mat',
    'Put on sun cream',
    'Wed in white',
    'A second thought',
    '1/2 cup of flour',
    'Meet at 5',
    'Take a 5 min break',
    'Rest for 2 weeks',
    'Run 10-12 km',
    'Room 1984',
    'Release v1.2.3',
    'The 5th element',
    'Monday’s notes',
    "Today's news",
    'Write about last friday',
    'Photos of 2 days ago',
    'Do it now',
    'Trains of 12 dec 2020',
    'Mail friday@example.org',
    'Open https://example.org/2026-12-24',
    'Plan this month',
    'Midnight in Paris',
    'Say maybe',
  ])('leaves alone: %s', (text) => {
    expect(parse(text)).toEqual({ title: text });
  });

  it('has a title always: a date alone is one', () => {
    expect(parse('tomorrow')).toEqual({ title: 'tomorrow' });
    expect(parse('every day #a')).toEqual({ title: 'every day', tags: ['a'] });
    expect(parse('#a')).toEqual({ title: '', tags: ['a'] });
  });

  it('takes the last of two dates', () => {
    expect(parse('Prepare the friday meeting tomorrow')).toEqual({
      title: 'Prepare the friday meeting',
      due: '2026-11-27',
    });
  });

  it('reads numbers as the reader does, and the week as it begins there', () => {
    expect(parse('Pay 1/2/2027', { isDayFirst: false })).toEqual({ title: 'Pay', due: '2027-01-02' });
    expect(parse('Plan next week', { weekStart: 0 })).toEqual({ title: 'Plan', due: '2026-11-29' });
  });

  it('without the reader of dates they stay words', () => {
    expect(parseCapture('Call tomorrow #a', context)).toMatchObject({
      title: 'Call tomorrow',
      fields: { tags: ['a'] },
    });
  });
});

describe('repeats', () => {
  it.each<[string, string, CaptureFields]>([
    ['Standup every workday', 'Standup', repeats('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '2026-11-26')],
    ['Standup every workday 9am', 'Standup', repeats('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '2026-11-27T09:00')],
    ['Water every day', 'Water', repeats('FREQ=DAILY', '2026-11-26')],
    ['Water every other day', 'Water', repeats('FREQ=DAILY;INTERVAL=2', '2026-11-26')],
    ['Water every 3 days starting monday', 'Water', repeats('FREQ=DAILY;INTERVAL=3', '2026-11-30')],
    ['Bins every 2 weeks', 'Bins', repeats('FREQ=WEEKLY;INTERVAL=2', '2026-11-26')],
    ['Bins every other tuesday', 'Bins', repeats('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', '2026-12-01')],
    ['Bins every monday', 'Bins', repeats('FREQ=WEEKLY;BYDAY=MO', '2026-11-30')],
    ['Gym every mon, wed and fri at 18:00', 'Gym', repeats('FREQ=WEEKLY;BYDAY=MO,WE,FR', '2026-11-27T18:00')],
    ['Stretch every morning', 'Stretch', repeats('FREQ=DAILY', '2026-11-27T09:00')],
    ['Rent every month', 'Rent', repeats('FREQ=MONTHLY', '2026-11-26')],
    ['Rent every month on the 15th', 'Rent', repeats('FREQ=MONTHLY;BYMONTHDAY=15', '2026-12-15')],
    ['Rent every 1st', 'Rent', repeats('FREQ=MONTHLY;BYMONTHDAY=1', '2026-12-01')],
    [
      'Close the books every last day of the month',
      'Close the books',
      repeats('FREQ=MONTHLY;BYMONTHDAY=-1', '2026-11-30'),
    ],
    ['Board every first monday', 'Board', repeats('FREQ=MONTHLY;BYDAY=1MO', '2026-12-07')],
    ['Drinks every last friday of the month', 'Drinks', repeats('FREQ=MONTHLY;BYDAY=-1FR', '2026-11-27')],
    ['Figures every quarter', 'Figures', repeats('FREQ=MONTHLY;INTERVAL=3', '2026-11-26')],
    ['Bill every month starting 31 jan', 'Bill', repeats('FREQ=MONTHLY;BYMONTHDAY=31', '2027-01-31')],
    ['Birthday every year on 12 dec', 'Birthday', repeats('FREQ=YEARLY', '2026-12-12')],
  ])('%s', (text, title, fields) => {
    expect(parse(text)).toEqual({ title, ...fields });
  });

  it.each(['Every time I try', 'Everyday carry', 'Every one of them', 'Every 0 days', 'Every hour counts'])(
    'leaves alone: %s',
    (text) => {
      expect(parse(text)).toEqual({ title: text });
    },
  );
});

describe('dismissed words', () => {
  it('[V1] stay in the title, and the rest still counts', () => {
    expect(parse('Read Friday tomorrow', { dismissed: ['tomorrow'] })).toEqual({
      title: 'Read tomorrow',
      due: '2026-11-27',
    });
    expect(parse('Buy #paint !1', { dismissed: ['#paint'] })).toEqual({ title: 'Buy #paint', priority: 3 });
    expect(parse('Sign today 3pm', { dismissed: ['today'] })).toEqual({ title: 'Sign today', due: '2026-11-26T15:00' });
    expect(parse('Why? (tomorrow)', { dismissed: ['(tomorrow)'] })).toEqual({ title: 'Why? (tomorrow)' });
  });
});

it('[V1] says where each part stands', () => {
  const text = 'Call mom tomorrow 9am #home !1';
  const { parts } = parseCapture(text, context, readDates);
  expect(parts.map(({ kind, from, to }) => [kind, text.slice(from, to)])).toEqual([
    ['due', 'tomorrow 9am'],
    ['tag', '#home'],
    ['priority', '!1'],
  ]);
});
