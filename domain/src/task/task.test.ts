import { registry } from '../index.ts';
import { given } from '../testing/index.ts';

const TASK = '01900000-0000-7000-8000-0000000000aa';
const LIST = '01900000-0000-7000-8000-0000000000bb';
const list = { mutation: 'createList', payload: { listId: LIST, name: 'Home', color: 'teal', order: 'a0' } };
const task = { mutation: 'createTask', payload: { taskId: TASK, title: 'Milk', order: 'a0' } };
const on = (mutation: string, payload: object = {}) => ({ mutation, payload: { taskId: TASK, ...payload } });

describe('no task', () => {
  test('[E3] createTask sets what it is given and leaves the rest as a new task has it', () => {
    given(registry, [list])
      .when({ ...task, payload: { ...task.payload, listId: LIST, due: '2026-11-30T17:00' } })
      .then({
        status: 'APPLIED',
        fields: {
          title: 'Milk',
          listId: LIST,
          due: '2026-11-30T17:00',
          start: null,
          description: '',
          priority: 0,
          createdAt: '2026-11-20T09:00:02.000Z',
          completedAt: null,
          deletedAt: null,
        },
      });
  });
});

describe('an open task', () => {
  const open = () => given(registry, [list, task]);
  test('[E3] retitleTask', () =>
    void open()
      .when(on('retitleTask', { title: 'Oat milk' }))
      .then({ applied: { title: 'Oat milk' }, before: { title: 'Milk' } }));
  test('[E3] describeTask', () =>
    void open()
      .when(on('describeTask', { description: 'two' }))
      .then({ applied: { description: 'two' } }));
  test('[E3] scheduleTask sets one date and leaves the other', () =>
    void open()
      .when(on('scheduleTask', { due: '2026-12-01' }))
      .then({ applied: { due: '2026-12-01' } }));
  test('[E3] prioritizeTask', () =>
    void open()
      .when(on('prioritizeTask', { priority: 3 }))
      .then({ applied: { priority: 3 } }));
  test('[E3] completeTask takes the time of its event', () =>
    void open()
      .when(on('completeTask'))
      .then({ applied: { completedAt: '2026-11-20T09:00:03.000Z' } }));
  test('[E3] moveTask into a list and to a place', () =>
    void open()
      .when(on('moveTask', { listId: LIST, order: 'a1' }))
      .then({ applied: { listId: LIST, order: 'a1' } }));
  test('[E3] deleteTask puts it in the trash', () =>
    void open()
      .when(on('deleteTask'))
      .then({ applied: { deletedAt: '2026-11-20T09:00:03.000Z' } }));
});

describe('a completed task', () => {
  test('[E3] reopenTask', () => {
    given(registry, [task, on('completeTask')])
      .when(on('reopenTask'))
      .then({ applied: { completedAt: null } });
  });
});

describe('a deleted task', () => {
  test('[M5] restoreTask brings it back whole', () => {
    given(registry, [task, on('deleteTask')])
      .when(on('restoreTask'))
      .then({ applied: { deletedAt: null }, fields: { title: 'Milk' } });
  });
});
