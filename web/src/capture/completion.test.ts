import { complete, completions, unfinished } from './completion.ts';
import { isDayFirst } from './is-day-first.ts';

describe('unfinished', () => {
  it.each([
    ['Milk #', { sign: '#', from: 5, query: '' }],
    ['Milk #ho', { sign: '#', from: 5, query: 'ho' }],
    ['@', { sign: '@', from: 0, query: '' }],
    ['Milk @house ga', { sign: '@', from: 5, query: 'house ga' }],
    ['Milk', undefined],
    ['jane@work', undefined],
    ['Milk @ home', undefined],
    ['C# is', undefined],
    ['#home and', undefined],
  ])('%s', (text, word) => {
    expect(unfinished(text, text.length)).toEqual(word);
  });
});

it('offers what begins like it before what has a word like it, and nothing for what is whole', () => {
  const names = (query: string) => completions(['Garden', 'House garden', 'Work', 'Gifts'], (name) => name, query);
  expect(names('g')).toEqual(['Garden', 'Gifts', 'House garden']);
  expect(names('')).toEqual(['Garden', 'House garden', 'Work', 'Gifts']);
  expect(names('work')).toEqual([]);
  expect(names('x')).toEqual([]);
});

it('writes the word out where it was begun', () => {
  const text = 'Milk @ho tomorrow';
  expect(complete(text, { sign: '@', from: 5, query: 'ho' }, 'House garden')).toEqual({
    text: 'Milk @House garden tomorrow',
    caret: 19,
  });
});

it('knows where the day comes first', () => {
  expect(['en-US', 'en-GB', 'de'].map((locale) => isDayFirst(locale))).toEqual([false, true, true]);
});
