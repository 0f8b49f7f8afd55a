import { registry } from '../index.ts';
import { given } from '../testing/index.ts';

const LIST = '01900000-0000-7000-8000-0000000000bb';
const list = { mutation: 'createList', payload: { listId: LIST, name: 'Home', color: 'teal', order: 'a0' } };
const on = (mutation: string, payload: object = {}) => ({ mutation, payload: { listId: LIST, ...payload } });

describe('no list', () => {
  test('[E3] createList', () => {
    given(registry, [])
      .when(list)
      .then({ status: 'APPLIED', fields: { name: 'Home', color: 'teal', order: 'a0' } });
  });
});

describe('a list', () => {
  const there = () => given(registry, [list]);
  test('[E3] renameList', () =>
    void there()
      .when(on('renameList', { name: 'Flat' }))
      .then({ applied: { name: 'Flat' } }));
  test('[E3] recolorList', () =>
    void there()
      .when(on('recolorList', { color: 'pink' }))
      .then({ applied: { color: 'pink' } }));
  test('[E3] recolorList refuses a colour that is not in the palette', () =>
    there()
      .when(on('recolorList', { color: '#fff' }))
      .thenRefused('VALUE_INVALID'));
  test('[E3] reorderList', () =>
    void there()
      .when(on('reorderList', { order: 'a5' }))
      .then({ applied: { order: 'a5' } }));
  test('[M5] deleteList and restoreList', () => {
    const history = there();
    history.when(on('deleteList')).then({ applied: { deletedAt: '2026-11-20T09:00:02.000Z' } });
    history.when(on('restoreList')).then({ applied: { deletedAt: null } });
  });
});
