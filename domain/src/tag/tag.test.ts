import { registry, TAG_LIMIT, TAGS_LIMIT } from '../index.ts';
import { given } from '../testing/index.ts';

const TASK = '01900000-0000-7000-8000-0000000000aa';
const task = { mutation: 'createTask', payload: { taskId: TASK, title: 'Milk', order: 'a0', tags: ['shop'] } };
const on = (mutation: string, tags: readonly unknown[]) => ({ mutation, payload: { taskId: TASK, tags } });

test('[E3] tagTask adds, untagTask takes away, createTask begins with some', () => {
  const history = given(registry, [task]);
  history
    .when(on('tagTask', ['home', 'shop']))
    .then({ fields: { tags: ['home', 'shop'] }, before: { tags: ['shop'] } });
  history.when(on('untagTask', ['shop', 'gone'])).then({ fields: { tags: ['home'] } });
});

test('[M3] two devices that add different tags keep both; an addition stays beside a removal', () => {
  const history = given(registry, [task]);
  history.when({ ...on('tagTask', ['home', 'shop']), device: 'B', parentVersion: 1 }).then({ status: 'APPLIED' });
  history.when({ ...on('tagTask', ['work']), parentVersion: 1 }).then({ fields: { tags: ['home', 'shop', 'work'] } });
  history.when({ ...on('untagTask', ['shop']), parentVersion: 1 }).then({ fields: { tags: ['home', 'shop', 'work'] } });
});

test.each([
  ['a space', 'two words', 'VALUE_INVALID'],
  ['its #', '#shop', 'VALUE_INVALID'],
  ['nothing in it', '', 'VALUE_INVALID'],
  ['too much in it', 'x'.repeat(TAG_LIMIT + 1), 'VALUE_TOO_LONG'],
  ['no text', 7, 'VALUE_INVALID'],
] as const)('[E1] a tag with %s is refused', (_what, tag, code) => {
  given(registry, [task])
    .when(on('tagTask', [tag]))
    .thenRefused(code);
});

test('[E1] one event names no more tags than it may', () => {
  const many = Array.from({ length: TAGS_LIMIT + 1 }, (_, n) => `tag${n}`);
  given(registry, [task]).when(on('tagTask', many)).thenRefused('VALUE_TOO_LONG');
});
