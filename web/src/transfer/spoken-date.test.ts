import { readSpokenDate } from './spoken-date.ts';
import { NOW } from './testing.ts';

const read = (text: string, lang = 'en') => readSpokenDate(text, lang, NOW);

test.each([
  ['2026-12-24', '2026-12-24'],
  ['2026-12-24 18:30', '2026-12-24T18:30'],
  ['2026-12-24T18:30:00Z', '2026-12-24T18:30'],
  ['tomorrow', '2026-11-26'],
  ['tomorrow at 9am', '2026-11-26T09:00'],
  ['24 December', '2026-12-24'],
  ['Dec 3 2027', '2027-12-03'],
  ['friday', '2026-11-27'],
])('[D3] %s', (text, due) => {
  expect(read(text)).toEqual({ due, repeat: null });
});

test('[D3] in the language that stands beside it', () => {
  expect(read('morgen', 'de')?.due).toBe('2026-11-26');
  expect(read('demain', 'fr')?.due).toBe('2026-11-26');
});

test.each([
  ['every day', '2026-11-25', 'FREQ=DAILY', 'schedule'],
  ['every workday at 8:00', '2026-11-25T08:00', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'schedule'],
  ['every other week', '2026-11-25', 'FREQ=WEEKLY;INTERVAL=2', 'schedule'],
  ['every! 3 days', '2026-11-25', 'FREQ=DAILY;INTERVAL=3', 'completion'],
  ['every monday', '2026-11-30', 'FREQ=WEEKLY;BYDAY=MO', 'schedule'],
  ['every mon, fri', '2026-11-27', 'FREQ=WEEKLY;BYDAY=MO,FR', 'schedule'],
  ['Every month', '2026-11-25', 'FREQ=MONTHLY', 'schedule'],
])('[D3] %s', (text, due, rule, from) => {
  expect(read(text)).toEqual({ due, repeat: { rule, from } });
});

test.each([
  '',
  'soon',
  'every third blue moon',
  'every day at noonish',
  'tomorrow or later',
  '2026-13-40',
  'every 0 days',
])('[D3] what is not understood for sure is not guessed: %j', (text) => {
  expect(read(text)).toBeUndefined();
});
