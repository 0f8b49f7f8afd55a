import { screenDefaults } from './screen-defaults.ts';
import { withDefaults } from './with-defaults.ts';

it('takes along what the screen is about', () => {
  const defaults = (screen: Parameters<typeof screenDefaults>[0]) => screenDefaults(screen, '2026-11-26', 'home');
  expect(defaults({ name: 'list', listId: 'l1' })).toEqual({ listId: 'l1' });
  expect(defaults({ name: 'tag', tagKey: 'x' })).toEqual({ tags: ['home'] });
  expect(defaults({ name: 'today' })).toEqual({ due: '2026-11-26' });
  expect(defaults({ name: 'someday' })).toEqual({ someday: true });
  expect(defaults({ name: 'notes' })).toEqual({});
});

it('another date stands in the place of the one of the screen, and tags gather', () => {
  const defaults = { listId: 'l1', due: '2026-11-26', tags: ['a'] };
  expect(withDefaults(defaults, {})).toEqual(defaults);
  expect(withDefaults(defaults, { tags: ['b', 'a'] })).toEqual({ ...defaults, tags: ['a', 'b'] });
  expect(withDefaults(defaults, { start: '2026-12-01' })).toEqual({ listId: 'l1', start: '2026-12-01', tags: ['a'] });
  expect(withDefaults(defaults, { someday: true, listId: null })).toEqual({ listId: null, someday: true, tags: ['a'] });
});
