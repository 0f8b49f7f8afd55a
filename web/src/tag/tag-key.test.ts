import { tagKey } from './tag-key.ts';

it('is the same for the same tag, another for another, and nothing that can be read', () => {
  expect(tagKey('größe')).toBe(tagKey('größe'));
  expect(new Set(['home', 'Home', 'homes', 'emoh'].map(tagKey)).size).toBe(4);
  expect(tagKey('home')).toMatch(/^[0-9a-z]{10,13}$/);
});
