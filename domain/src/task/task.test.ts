import { compensation, registry, roundId } from '../index.ts';
import { given, TEST_ACCOUNT, type Said } from '../testing/index.ts';

const TASK = '01900000-0000-7000-8000-0000000000aa';
const LIST = '01900000-0000-7000-8000-0000000000bb';
const OTHER = '01900000-0000-7000-8000-0000000000ab';
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
  test('[E3] scheduleTask puts it off for some day', () =>
    void open()
      .when(on('scheduleTask', { someday: true }))
      .then({ applied: { someday: true } }));
  test('[E3] setTaskRepeat and setTaskReminder set, and take away', () => {
    const repeat = { rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', from: 'schedule' };
    const task = open();
    task.when(on('setTaskRepeat', { repeat })).then({ applied: { repeat } });
    task.when(on('setTaskRepeat', { repeat: null })).then({ applied: { repeat: null }, before: { repeat } });
    task
      .when(on('setTaskReminder', { remindAt: '2026-12-01T09:30' }))
      .then({ fields: { remindAt: '2026-12-01T09:30' } });
    task.when(on('setTaskReminder', { remindAt: null })).then({ fields: { remindAt: null } });
  });
  test.each([
    ['setTaskRepeat', { repeat: { rule: 'FREQ=HOURLY', from: 'schedule' } }],
    ['setTaskRepeat', { repeat: { rule: 'FREQ=DAILY', from: 'whim' } }],
    ['setTaskReminder', { remindAt: '2026-12-01' }],
    ['moveTask', { parentId: TASK }],
    ['continueTask', { roundOf: TASK, title: 'Milk', order: 'a0' }],
  ])('[E1] %s %j is refused', (mutation, payload) => {
    open().when(on(mutation, payload)).thenRefused('VALUE_INVALID');
  });
  test('[E3] moveTask below another task', () => {
    open()
      .when(on('moveTask', { parentId: LIST }))
      .thenRefused('REFERENCE_UNKNOWN');
    const whole = { mutation: 'createTask', payload: { taskId: OTHER, title: 'Whole', order: 'a1' } };
    given(registry, [task, whole])
      .when(on('moveTask', { parentId: OTHER }))
      .then({ applied: { parentId: OTHER } });
  });
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

describe('the next round of a completed task', () => {
  const round = (device: string, due: string, more: object = {}): Said => ({
    mutation: 'continueTask',
    payload: { taskId: roundId(TASK), roundOf: TASK, title: 'Milk', order: 'a0', due, ...more },
    device,
    parentVersion: 0,
  });
  const done = [task, on('completeTask')];

  test('[M11] of two devices that make it, each for itself, the first to arrive makes it', () => {
    given(registry, [...done, round('A', '2026-12-01')])
      .when(round('B', '2026-12-02', { priority: 3 }))
      .then({
        status: 'MERGED',
        applied: {},
        lost: { title: 'Milk', order: 'a0', due: '2026-12-02', priority: 3, createdAt: '2026-11-20T09:00:04.000Z' },
        fields: { due: '2026-12-01', priority: 0 },
        conflicts: 0,
      });
  });

  test('[M11] also where the account is asked about dates, and where it was changed, completed or deleted since', () => {
    const next = (mutation: string, payload: object = {}) => ({
      mutation,
      payload: { taskId: roundId(TASK), ...payload },
      device: 'A',
    });
    given(registry, [
      {
        mutation: 'choosePolicy',
        payload: { settingsId: TEST_ACCOUNT, entityType: 'Task', field: 'due', policy: 'ask' },
      },
      ...done,
      round('A', '2026-12-01'),
      next('retitleTask', { title: 'Oat milk' }),
      next('completeTask'),
      next('deleteTask'),
    ])
      .when(round('B', '2026-12-02'))
      .then({
        status: 'MERGED',
        applied: {},
        fields: {
          due: '2026-12-01',
          title: 'Oat milk',
          completedAt: '2026-11-20T09:00:06.000Z',
          deletedAt: '2026-11-20T09:00:07.000Z',
        },
        conflicts: 0,
      });
  });

  test('[M11] by the same device again, after it was reopened', () => {
    given(registry, [...done, round('A', '2026-12-01'), on('reopenTask'), on('completeTask')])
      .when(round('A', '2026-12-08'))
      .then({ status: 'MERGED', applied: {}, fields: { due: '2026-12-01' } });
  });

  test('[M11] of a task that is not there it is refused', () => {
    given(registry, []).when(round('A', '2026-12-01')).thenRefused('REFERENCE_UNKNOWN');
  });

  test('[M10] what made it is undone into the trash; what came after has nothing to undo', () => {
    const { rows } = given(registry, [...done, round('A', '2026-12-01'), round('B', '2026-12-02')]).log;
    const [first, second] = rows
      .slice(-2)
      .map(({ event, ...row }) =>
        compensation(
          registry,
          { ...row, type: event.type, entityId: event.entityId, sequence: event.stamp.sequence, asked: event.payload },
          '2026-11-20T10:00:00.000Z',
        ),
      );
    expect(first?.payload.values).toEqual({ deletedAt: '2026-11-20T10:00:00.000Z' });
    expect(second).toBeUndefined();
  });
});
