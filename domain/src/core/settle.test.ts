import { conflictId, registry, type Choice } from '../index.ts';
import { eventId, given, TEST_ACCOUNT, type Said } from '../testing/index.ts';

const TASK = '01900000-0000-7000-8000-0000000000aa';
const created = { mutation: 'createTask', payload: { taskId: TASK, title: 'Milk', order: 'a0' } };
const retitled = (title: string, device: string, parentVersion: number, at?: number): Said => ({
  mutation: 'retitleTask',
  payload: { taskId: TASK, title },
  device,
  parentVersion,
  ...(at === undefined ? {} : { at }),
});
/** The conflict about the title that the n-th event opened. */
const on = (n: number) => conflictId(eventId(n), 'title');
const CONFLICT = on(3);
const settled = (choice: Choice, more: Partial<Said> & { value?: unknown } = {}): Said => {
  const { value, ...said } = more;
  const payload = { taskId: TASK, conflictId: CONFLICT, choice, ...(value === undefined ? {} : { value }) };
  return { mutation: 'settleTaskConflict', payload, device: 'A', ...said };
};
const reopened: Said = { mutation: 'reopenTaskConflict', payload: { taskId: TASK, conflictId: CONFLICT } };

/** B's title stands at version 2; A's waits beside it, at version 3. */
const asked = () => given(registry, [created, retitled('Theirs', 'B', 1), retitled('Mine', 'A', 1)]);

describe('a choice', () => {
  test.each([
    ['MINE', undefined, 'Mine', { title: 'Mine' }],
    ['THEIRS', undefined, 'Theirs', {}],
    ['EDITED', 'Both', 'Both', { title: 'Both' }],
  ] as const)('[M6] %s', (choice, value, title, applied) => {
    const { conflicts } = asked()
      .when(settled(choice, { value, device: 'C' }))
      .then({ status: 'APPLIED', fields: { title }, applied, conflicts: 0 });
    expect(conflicts[CONFLICT]!.settled).toMatchObject({ choice, value: title, before: 'Theirs', by: { device: 'C' } });
  });

  test.each([
    ['nothing', undefined, 'VALUE_INVALID'],
    ['no text', 7, 'VALUE_INVALID'],
    ['an empty title', '  ', 'VALUE_INVALID'],
    ['a long title', 'x'.repeat(501), 'VALUE_TOO_LONG'],
  ] as const)('[M6] an edited value has to be one of the field: %s', (_what, value, code) => {
    asked().when(settled('EDITED', { value })).thenRefused(code);
  });

  test('[M4] [M6] so it is for a field that the account chose to be asked about', () => {
    const choosing = { settingsId: TEST_ACCOUNT, entityType: 'Task', field: 'priority', policy: 'ask' };
    const prioritized = (priority: number, device: string) => ({
      mutation: 'prioritizeTask',
      payload: { taskId: TASK, priority },
      device,
      parentVersion: 1,
    });
    const history = given(registry, [{ mutation: 'choosePolicy', payload: choosing }, created, prioritized(1, 'B')]);
    history.when(prioritized(2, 'A')).then({ status: 'CONFLICT', fields: { priority: 1 }, conflicts: 1 });
    const edited = settled('EDITED', { value: 9 });
    history
      .when({ ...edited, payload: { ...edited.payload, conflictId: conflictId(eventId(4), 'priority') } })
      .thenRefused('VALUE_INVALID');
  });

  test('[M6] may be made anew by who knew of it', () => {
    const history = asked();
    history.when(settled('MINE')).then({ fields: { title: 'Mine' } });
    const { conflicts } = history
      .when(settled('THEIRS', { device: 'B', at: 1 }))
      .then({ status: 'APPLIED', fields: { title: 'Theirs' }, lost: {} });
    expect(conflicts[CONFLICT]!.settled).toMatchObject({ choice: 'THEIRS', before: 'Theirs' });
  });

  test('[M6] may be made by the author before the kept event was sent', () => {
    for (const parentVersion of [1, 2]) {
      asked()
        .when(settled('MINE', { parentVersion }))
        .then({ fields: { title: 'Mine' }, conflicts: 0 });
    }
  });

  test('[M6] … and stays open where something else stands there by then, which the author had not seen', () => {
    const { conflicts } = given(registry, [
      created,
      retitled('Theirs', 'B', 1),
      retitled('Third', 'C', 2),
      retitled('Mine', 'A', 1),
    ])
      .when({
        ...settled('MINE', { parentVersion: 2 }),
        payload: { ...settled('MINE').payload, conflictId: on(4) },
      })
      .then({ status: 'CONFLICT', fields: { title: 'Third' }, conflicts: 1 });
    expect(conflicts).toMatchObject({ [on(4)]: { mine: 'Mine', theirs: 'Third', settled: null } });
  });
});

describe('the undoing of a choice', () => {
  test('[M10] opens the conflict again and brings back what stood', () => {
    const history = asked();
    history.when(settled('EDITED', { value: 'Both' })).then({ fields: { title: 'Both' } });
    history.when(reopened).then({ fields: { title: 'Theirs' }, conflicts: 1 });
    history.when(settled('MINE')).then({ fields: { title: 'Mine' }, conflicts: 0 });
  });

  test('[M10] touches nothing that was written since', () => {
    const history = asked();
    history.when(settled('MINE')).then({ fields: { title: 'Mine' } });
    history.when(retitled('Since', 'B', 4)).then({ status: 'APPLIED' });
    history.when(reopened).then({ fields: { title: 'Since' }, applied: {}, conflicts: 1 });
  });
});

describe('two devices that choose differently, offline', () => {
  const choices = [
    { choice: 'MINE' },
    { choice: 'THEIRS' },
    { choice: 'EDITED', value: 'Both' },
    { choice: 'EDITED', value: 'Neither' },
  ] as const;
  const pairs = choices.flatMap((one) =>
    choices.filter((other) => other !== one).map((other) => [one, other] as const),
  );

  test.each(pairs)('[M6] %j and later %j end in the later one, whichever arrives first', (one, other) => {
    const earlier = settled(one.choice, { ...one, device: 'A', parentVersion: 3, at: 20 });
    const later = settled(other.choice, { ...other, device: 'B', parentVersion: 3, at: 30 });
    const [first, second] = [asked(), asked()];
    first.when(earlier).then({});
    const inOrder = first.when(later).then({ lost: {}, conflicts: 0 });
    second.when(later).then({});
    const { choice: _, ...value } = one;
    const lost = { MINE: 'Mine', THEIRS: 'Theirs', EDITED: 'value' in value ? value.value : '' }[one.choice];
    const reversed = second
      .when(earlier)
      .then({ status: 'MERGED', applied: {}, lost: { title: lost }, merged: { title: 'LOST' }, conflicts: 0 });
    expect(reversed.fields).toEqual(inOrder.fields);
    const pick = ({
      choice,
      value,
      before,
      by: { device },
    }: NonNullable<(typeof inOrder.conflicts)[string]['settled']>) => ({
      choice,
      value,
      before,
      device,
    });
    expect(pick(reversed.conflicts[CONFLICT]!.settled!)).toEqual(pick(inOrder.conflicts[CONFLICT]!.settled!));
  });
});

describe('a choice beside the undoing of an earlier one', () => {
  test.each([
    ['the choice is later', 30, 'Both'],
    ['the undoing is later', 10, 'Theirs'],
  ] as const)('[M6] %s, and stands, whichever arrives first', (_what, at, title) => {
    const undoing: Said = { ...reopened, device: 'A', parentVersion: 4, at: 20 };
    const choice = settled('EDITED', { value: 'Both', device: 'B', parentVersion: 4, at });
    const ends = [
      [undoing, choice],
      [choice, undoing],
    ].map(([first, second]) => {
      const history = asked();
      history.when(settled('MINE')).then({ fields: { title: 'Mine' } });
      history.when(first!).then({});
      const { conflicts } = history.when(second!).then({ fields: { title } });
      const { settled: end } = conflicts[CONFLICT]!;
      return [Object.keys(conflicts), end && { choice: end.choice, value: end.value, before: end.before }];
    });
    expect(ends[0]).toEqual(ends[1]);
  });
});

describe('a choice beside a change that did not know of it', () => {
  test('[M6] the choice arrives first: the change waits', () => {
    const history = asked();
    history.when(settled('MINE', { parentVersion: 3 })).then({ status: 'APPLIED' });
    const { conflicts } = history
      .when(retitled('Meanwhile', 'B', 3))
      .then({ status: 'CONFLICT', fields: { title: 'Mine' }, conflicts: 1 });
    expect(conflicts[on(5)]).toMatchObject({ base: 'Theirs', mine: 'Meanwhile', theirs: 'Mine' });
  });

  test('[M6] the change arrives first: the choice waits', () => {
    const history = asked();
    history.when(retitled('Meanwhile', 'B', 3)).then({ status: 'APPLIED' });
    const { conflicts } = history
      .when(settled('MINE', { parentVersion: 3 }))
      .then({ status: 'CONFLICT', fields: { title: 'Meanwhile' }, conflicts: 1 });
    expect(conflicts[on(5)]).toMatchObject({ base: 'Theirs', mine: 'Mine', theirs: 'Meanwhile' });
  });
});

test('[M6] words written for a choice that the server never had to ask for are written all the same', () => {
  const history = given(registry, [created, retitled('Theirs', 'B', 1)]);
  history
    .when({ ...settled('EDITED', { value: 'Both, with care' }), parentVersion: 2 })
    .then({ status: 'APPLIED', fields: { title: 'Both, with care' }, conflicts: 0 });
  history.when(settled('MINE')).thenRefused('CONFLICT_UNKNOWN');
});
