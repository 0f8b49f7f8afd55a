import { parseRule } from '@cairn/domain';
import { customOf, PRESETS, presetOf, ruleOf, ruleOfCustom, UNITS } from './repeat-presets.ts';

const DATE = '2026-11-26';

test.each(PRESETS.filter((preset) => preset !== 'custom'))('%s is a rule, and is known again', (preset) => {
  const rule = ruleOf(preset, DATE);
  if (rule !== null) expect(parseRule(rule)).toBeDefined();
  expect(presetOf(rule === null ? null : { rule, from: 'completion' }, DATE)).toBe(preset);
});

test('a day of its own is custom', () => {
  expect(presetOf({ rule: 'FREQ=WEEKLY;BYDAY=MO', from: 'schedule' }, DATE)).toBe('custom');
  expect(ruleOf('weekly', DATE)).toBe('FREQ=WEEKLY;BYDAY=TH');
  expect(ruleOf('monthly', '2027-01-31')).toBe('FREQ=MONTHLY;BYMONTHDAY=31');
});

test.each(UNITS)('a custom rule by %s is what the form holds', (unit) => {
  const custom = { unit, interval: 3, weekdays: ['TH'] };
  const rule = ruleOfCustom(custom, DATE);
  expect(parseRule(rule)).toBeDefined();
  expect(customOf({ rule, from: 'schedule' }, DATE)).toEqual(custom);
});
