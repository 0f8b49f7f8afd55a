import { notePath, parseRoute, pathOf, type Screen } from './router.ts';

describe('parseRoute', () => {
  it('opens the inbox at the root', () => {
    expect(parseRoute('/')).toEqual({ screen: { name: 'inbox' } });
  });

  it('finds a list, and a task beside it', () => {
    expect(parseRoute('/lists/l1')).toEqual({ screen: { name: 'list', listId: 'l1' } });
    expect(parseRoute('/lists/l1/tasks/t1/')).toEqual({ screen: { name: 'list', listId: 'l1' }, taskId: 't1' });
  });

  it('reads back the path of a note', () => {
    expect(parseRoute(notePath('n1'))).toEqual({ screen: { name: 'notes' }, noteId: 'n1' });
    expect(parseRoute(pathOf({ name: 'notes' }))).toEqual({ screen: { name: 'notes' } });
  });

  it('takes a badly written tag as it is', () => {
    expect(parseRoute('/tags/100%')).toEqual({ screen: { name: 'tag', tagKey: '100%' } });
  });

  it.each([
    '/lists',
    '/tags',
    '/elsewhere',
    '/settings/tasks/t1',
    '/notes/n1/x',
    '/inbox/tasks',
    '/inbox/t1',
    '/lists/l1/tasks/t1/x',
  ])('says that %s is nowhere', (path) => {
    expect(parseRoute(path).screen).toEqual({ name: 'nowhere' });
  });

  it.each<[Screen, string | undefined]>([
    [{ name: 'inbox' }, undefined],
    [{ name: 'inbox' }, 't1'],
    [{ name: 'list', listId: 'l1' }, 't1'],
    [{ name: 'trash' }, 't1'],
    [{ name: 'today' }, 't1'],
    [{ name: 'upcoming' }, undefined],
    [{ name: 'anytime' }, 't1'],
    [{ name: 'tag', tagKey: 'a/b' }, 't1'],
    [{ name: 'tag', tagKey: 'größe' }, undefined],
    [{ name: 'conflicts' }, undefined],
    [{ name: 'sync' }, undefined],
    [{ name: 'sign-up' }, undefined],
  ])('reads back the path of %j with task %s', (screen, taskId) => {
    expect(parseRoute(pathOf(screen, taskId))).toEqual(taskId ? { screen, taskId } : { screen });
  });
});
