import { fromMarkdown, markdownOf, NOTE_TEXT_LIMIT, NOTE_UPDATE_LIMIT, registry } from '../index.ts';
import { given } from '../testing/index.ts';

const NOTE = '01900000-0000-7000-8000-0000000000cc';
const note = { mutation: 'createNote', payload: { noteId: NOTE } };
const on = (mutation: string, payload: object = {}) => ({ mutation, payload: { noteId: NOTE, ...payload } });

describe('no note', () => {
  test('[E3] createNote sets what it is given and leaves the rest as a new note has it', () => {
    given(registry, [])
      .when(note)
      .then({
        fields: {
          title: '',
          updates: [],
          pinned: false,
          tags: [],
          createdAt: '2026-11-20T09:00:01.000Z',
          deletedAt: null,
        },
      });
    given(registry, [])
      .when(on('createNote', { title: 'Plan', body: '# Plan', pinned: true, tags: ['work', 'home'] }))
      .then({ fields: { title: 'Plan', updates: [fromMarkdown('# Plan')], pinned: true, tags: ['home', 'work'] } });
  });
  test('[M9] a body given as Markdown is told from a CRDT update', () => {
    expect(markdownOf(fromMarkdown('# Plan\n'))).toBe('# Plan\n');
    expect(markdownOf('AAAA')).toBeUndefined();
  });
  test('[E1] a body longer than one event holds is refused', () => {
    given(registry, [])
      .when(on('createNote', { body: 'x'.repeat(NOTE_TEXT_LIMIT + 1) }))
      .thenRefused('VALUE_TOO_LONG');
  });
});

describe('a note', () => {
  const there = () => given(registry, [note]);
  test('[E3] retitleNote', () =>
    void there()
      .when(on('retitleNote', { title: 'Plan' }))
      .then({ applied: { title: 'Plan' } }));
  test('[M9] editNote adds its update to the text', () =>
    void there()
      .when(on('editNote', { update: 'AAAA' }))
      .then({ applied: { updates: 'AAAA' }, fields: { updates: ['AAAA'] } }));
  test.each(['', 'A', 'AAA=A', 'AA A', 'markdown:x', 'A'.repeat(NOTE_UPDATE_LIMIT + 4)])(
    '[E1] editNote refuses what is no update: %#',
    (update) => {
      expect(() => there().when(on('editNote', { update })).then({})).toThrow(
        expect.objectContaining({ name: 'Refusal', path: 'update' }),
      );
    },
  );
  test('[E3] pinNote and unpinNote', () => {
    const history = there();
    history.when(on('pinNote')).then({ applied: { pinned: true } });
    history.when(on('unpinNote')).then({ applied: { pinned: false } });
  });
  test('[E3] tagNote and untagNote', () => {
    const history = there();
    history.when(on('tagNote', { tags: ['b', 'a'] })).then({ fields: { tags: ['a', 'b'] } });
    history.when(on('untagNote', { tags: ['b'] })).then({ fields: { tags: ['a'] } });
  });
  test('[M5] deleteNote and restoreNote', () => {
    const history = there();
    history.when(on('deleteNote')).then({ applied: { deletedAt: '2026-11-20T09:00:02.000Z' } });
    history.when(on('restoreNote')).then({ applied: { deletedAt: null } });
  });
});
