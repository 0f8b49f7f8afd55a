import { editableMembers, otherMembers, payloadOf } from './payload-form.ts';

const taskId = '01900000-0000-7000-8000-0000000000aa';

it("offers a person's words, and keeps what is not theirs apart", () => {
  const payload = { taskId, title: 'Milk', description: 'two\nlitres', order: 'a0', priority: 2, due: '2026-11-20' };
  expect(editableMembers('createTask', payload)).toEqual([
    { name: 'title', label: 'Title', value: 'Milk', isLong: false },
    { name: 'description', label: 'Description', value: 'two\nlitres', isLong: true },
    { name: 'due', label: 'Due date', value: '2026-11-20', isLong: false },
  ]);
  expect(JSON.parse(otherMembers('createTask', payload))).toEqual({ taskId, order: 'a0', priority: 2 });
});

it('puts both together again, and refuses what is no object', () => {
  const payload = { taskId, title: 'Milk', order: 'a0' };
  expect(payloadOf({ title: 'Oat milk' }, otherMembers('createTask', payload))).toEqual({
    taskId,
    title: 'Oat milk',
    order: 'a0',
  });
  expect(() => payloadOf({}, '[]')).toThrow(SyntaxError);
  expect(() => payloadOf({}, '{')).toThrow(SyntaxError);
});

it('shows no update of a text as words', () => {
  expect(editableMembers('editNote', { noteId: taskId, update: 'AAABBBCCCDDDEEEFFFGGGHHHIII=' })).toEqual([]);
});
