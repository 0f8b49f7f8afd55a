import { linksIn } from '@cairn/text';
import { linkOf, writeLink } from './link-targets.ts';
import { bestFitting } from './rank-titles.ts';

const ID = '01900000-0000-7000-8000-0000000000aa';

test('a link is found again, whatever the title', () => {
  const link = { entityType: 'Task', entityId: ID } as const;
  const written = writeLink({ ...link, title: 'Buy [2]\nstones\\' });
  expect(written).toBe(`[Buy \\[2\\] stones\\\\](cairn:task/${ID})`);
  expect(linksIn(written)).toEqual([link]);
  expect(linkOf(`cairn:task/${ID}`)).toEqual(link);
  expect(linkOf('https://example.org')).toBeUndefined();
});

test('what begins with the words comes first, then where words begin so, then the rest', () => {
  const titles = ['Unstoned', 'Flat stones', 'Stones', 'Wood', 'stone age'];
  expect(bestFitting(titles, (title) => title, 'stone', 9)).toEqual(['Stones', 'stone age', 'Flat stones', 'Unstoned']);
  expect(bestFitting(titles, (title) => title, 'sto fl', 9)).toEqual(['Flat stones']);
  expect(bestFitting(titles, (title) => title, '', 2)).toEqual(['Unstoned', 'Flat stones']);
});
