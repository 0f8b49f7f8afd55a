import type { OutboxCounter, OutboxStore } from '../outbox/outbox-store.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';

/** The same promises of every outbox store. `open` again on the same place is another tab, or a restart. */
export function outboxStoreContract(name: string, somewhere: () => { open(): Promise<OutboxStore> }): void {
  const opened: OutboxStore[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((store) => store.close())));
  const place = () => {
    const there = somewhere();
    return {
      async open() {
        const store = await there.open();
        opened.push(store);
        return store;
      },
    };
  };
  const make =
    (title: string) =>
    ({ sequence, clock }: OutboxCounter): OutboxEntry => ({
      sequence: sequence + 1,
      mutation: 'retitleTask',
      input: {
        event: {
          id: `01900000-0000-7000-8000-${String(sequence + 1).padStart(12, '0')}`,
          parentVersion: 1,
          sequence: sequence + 1,
          occurredAt: `${clock ?? ''}+`,
        },
        title,
      },
    });
  const titles = async (store: OutboxStore) => (await store.load()).entries.map(({ input }) => input.title);

  describe(name, () => {
    test('[O1] is empty at first', async () => {
      expect(await (await place().open()).load()).toEqual({ entries: [], counter: { sequence: 0, clock: undefined } });
    });

    test('[O1] what was appended is there after a restart, in order', async () => {
      const { open } = place();
      const store = await open();
      await store.append([make('one'), make('two')]);
      await store.append([make('three')]);
      await store.close();
      expect(await titles(await open())).toEqual(['one', 'two', 'three']);
    });

    test('[O1] each entry is made from the counter that the one before left', async () => {
      const store = await place().open();
      const entries = await store.append([make('one'), make('two')]);
      expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2]);
      expect((await store.load()).counter).toEqual({ sequence: 2, clock: '++' });
    });

    test('[O2] appends at once get sequences of their own', async () => {
      const store = await place().open();
      const made = await Promise.all(Array.from({ length: 20 }, (_, n) => store.append([make(String(n))])));
      const sequences = made.flat().map(({ sequence }) => sequence);
      expect(new Set(sequences).size).toBe(20);
      expect(Math.max(...sequences)).toBe(20);
    });

    test('[fault F27] [O1] a sequence is never used again, also when all was removed', async () => {
      const { open } = place();
      const store = await open();
      await store.append([make('one'), make('two')]);
      await store.remove([1, 2]);
      await store.close();
      const [entry] = await (await open()).append([make('three')]);
      expect(entry!.sequence).toBe(3);
    });

    test('[O1] removes what it is told, and nothing else', async () => {
      const store = await place().open();
      await store.append([make('one'), make('two'), make('three')]);
      await store.remove([2]);
      expect(await titles(store)).toEqual(['one', 'three']);
    });

    test('[O4] a parked entry keeps its reason over a restart', async () => {
      const { open } = place();
      const store = await open();
      const [entry] = await store.append([make('one')]);
      const rejection = { code: 'VALUE_INVALID', message: 'no' };
      await store.update([{ ...entry!, rejection }]);
      await store.close();
      expect((await (await open()).load()).entries[0]!.rejection).toEqual(rejection);
    });

    test('[O1] an update never brings a removed entry back', async () => {
      const store = await place().open();
      const [entry] = await store.append([make('one')]);
      await store.remove([1]);
      await store.update([{ ...entry!, rejection: { code: 'X', message: 'late' } }]);
      expect(await titles(store)).toEqual([]);
    });

    test('[O8] a draft is amended until it is sealed, by whichever tab, and never after', async () => {
      const { open } = place();
      const store = await open();
      const [entry] = await store.append([(counter) => ({ ...make('o')(counter), draft: true as const })]);
      const amended = (title: string) => ({ ...entry!, input: { ...entry!.input, title } });
      expect(await store.amend(amended('on'))).toBe(true);
      expect((await store.load()).entries).toEqual([amended('on')]);
      const { draft: _, ...final } = amended('one');
      expect(await store.amend(amended('one'))).toBe(true);
      expect(await store.seal([entry!.sequence, 99])).toEqual([final]);
      expect(await store.amend(amended('late'))).toBe(false);
      expect(await store.seal([entry!.sequence])).toEqual([]);
      await store.close();
      expect((await (await open()).load()).entries).toEqual([final]);
    });

    test('[O8] an amendment never brings a removed draft back', async () => {
      const store = await place().open();
      const [entry] = await store.append([(counter) => ({ ...make('one')(counter), draft: true as const })]);
      await store.remove([entry!.sequence]);
      expect(await store.amend(entry!)).toBe(false);
      expect(await titles(store)).toEqual([]);
    });

    test('[O1] an append whose making fails writes nothing', async () => {
      const store = await place().open();
      await store.append([make('one')]);
      const failing = () => {
        throw new Error('cannot be made');
      };
      await expect(store.append([make('two'), failing])).rejects.toThrow();
      expect(await titles(store)).toEqual(['one']);
      expect((await store.append([make('three')]))[0]!.sequence).toBe(2);
    });

    test('[F4] an entry that was removed can be put back at its place; one that is held stays as it is', async () => {
      const { open } = place();
      const store = await open();
      const [one, two] = await store.append([make('one'), make('two'), make('three')]);
      await store.remove([one!.sequence]);
      const other = { ...two!, input: { ...two!.input, title: 'other' } };
      await store.putBack([one!, other]);
      await store.close();
      const again = await open();
      expect(await titles(again)).toEqual(['one', 'two', 'three']);
      expect((await again.append([make('four')]))[0]!.sequence).toBe(4);
    });

    test('[O5] destroyed means gone, the counter too', async () => {
      const { open } = place();
      const store = await open();
      await store.append([make('one')]);
      await store.destroy();
      expect(await (await open()).load()).toEqual({ entries: [], counter: { sequence: 0, clock: undefined } });
    });
  });
}

/** Of stores that several tabs may open at once. */
export function sharedOutboxContract(name: string, somewhere: () => { open(): Promise<OutboxStore> }): void {
  describe(`${name}, by two tabs at once`, () => {
    test('[O2] [S5] many writers: each event is there once, with a sequence of its own, made from the one before', async () => {
      const { open } = somewhere();
      const tabs = [await open(), await open()];
      const make =
        (id: string) =>
        ({ sequence, clock }: OutboxCounter): OutboxEntry => ({
          sequence: sequence + 1,
          mutation: 'x',
          input: { event: { id, parentVersion: 0, sequence: sequence + 1, occurredAt: `${clock ?? ''}+` } },
        });
      const ids = Array.from({ length: 60 }, (_, n) => `event ${n}`);
      const written = await Promise.all(
        ids.map((id, n) => tabs[n % 2]!.append(n % 3 === 0 ? [make(id), make(`${id}, too`)] : [make(id)])),
      );
      const { entries, counter } = await tabs[0]!.load();
      expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 80 }, (_, n) => n + 1));
      expect(new Set(entries.map(({ input }) => input.event.id)).size).toBe(80);
      expect(written.flat().sort((a, b) => a.sequence - b.sequence)).toEqual(entries);
      expect(counter.sequence).toBe(80);
      expect(entries.every(({ sequence, input }) => input.event.sequence === sequence)).toBe(true);
      await Promise.all(tabs.map((tab) => tab.close()));
    });

    test('[O8] a draft is amended by one tab and sealed by the other: the words stay, and one of them ends it', async () => {
      const { open } = somewhere();
      const [one, other] = [await open(), await open()];
      const [draft] = await one!.append([
        ({ sequence }) => ({
          sequence: sequence + 1,
          mutation: 'x',
          draft: true as const,
          input: { event: { id: 'd', parentVersion: 0, sequence: sequence + 1, occurredAt: '' }, words: 'o' },
        }),
      ]);
      const amended = { ...draft!, input: { ...draft!.input, words: 'one' } };
      expect(await other!.amend(amended)).toBe(true);
      const ended = (await Promise.all([one!.seal([draft!.sequence]), other!.seal([draft!.sequence])])).flat();
      expect(ended.map(({ input }) => input.words)).toEqual(['one']);
      expect(await one!.amend(amended)).toBe(false);
      await Promise.all([one!.close(), other!.close()]);
    });
  });
}
