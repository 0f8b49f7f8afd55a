import { withEarlier, withNews } from './event-pages.ts';

const page = (ids: string, pageInfo: string) => ({ nodes: [...ids].map((id) => ({ id })), pageInfo });
const idsOf = ({ nodes }: ReturnType<typeof page>) => nodes.map(({ id }) => id).join('');

it('goes on where it ended', () => {
  const both = withEarlier(page('dc', 'after c'), page('ba', 'the end'));
  expect([idsOf(both), both.pageInfo]).toEqual(['dcba', 'the end']);
});

it('takes in what is new, and keeps what was loaded', () => {
  const both = withNews(page('dcba', 'the end'), page('fed', 'after d'));
  expect([idsOf(both), both.pageInfo]).toEqual(['fedcba', 'the end']);
  expect(idsOf(withNews(page('dcba', 'the end'), page('dc', 'after c')))).toBe('dcba');
});

it('begins anew where a page does not reach back to what is known', () => {
  const anew = withNews(page('dcba', 'the end'), page('ihg', 'after g'));
  expect([idsOf(anew), anew.pageInfo]).toEqual(['ihg', 'after g']);
  expect(idsOf(withNews(page('', 'the end'), page('a', 'the end')))).toBe('a');
});
