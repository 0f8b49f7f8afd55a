import { applyUpdates, markdownFrom, openBody, textOf, toBase64 } from '@cairn/text';
import type { Principal } from '../append/principal.ts';
import type { TestDatabase } from './databases.ts';
import { LogWorld, statuses } from './log-world.ts';

/** A person who types into one note. */
class Typist {
  readonly #body = openBody([]);

  /** Takes in what others wrote. */
  read(updates: readonly string[]): void {
    applyUpdates(this.#body, updates);
  }

  /** The update that typing `text` at `index` makes. */
  type(index: number, text: string): string {
    let made: Uint8Array | undefined;
    const listen = (update: Uint8Array) => (made = update);
    this.#body.on('updateV2', listen);
    textOf(this.#body).insert(index, text);
    this.#body.off('updateV2', listen);
    return toBase64(made!);
  }
}

/** That the server keeps the words of notes, whoever writes and however often. */
export function noteContract(name: string, open: () => Promise<TestDatabase>): void {
  describe(`notes on ${name}`, () => {
    let database: TestDatabase;
    let world: LogWorld;

    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database?.close());
    beforeEach(async () => {
      world = await LogWorld.on(database.prisma);
    });
    afterEach(async () => {
      expect((await world.rebuild()).differing).toEqual([]);
    });

    const edit = (noteId: string, update: string, parentVersion = 1) =>
      world.writer.event('editNote', { noteId, update }, { parentVersion });

    async function newNote(payload: object = {}): Promise<{ noteId: string; updates: string[] }> {
      const noteId = world.writer.newId();
      const { entity } = await world.one(world.a, world.writer.event('createNote', { noteId, ...payload }));
      return { noteId, updates: entity!['updates'] as string[] };
    }

    const stored = (noteId: string) => world.prisma.note.findFirstOrThrow({ where: { id: noteId } });

    test('[M9] what two devices type into one note offline is all kept', async () => {
      const { a, b } = world;
      const { noteId, updates } = await newNote({ title: 'Shopping', body: 'Milk\n' });
      const [one, other] = [new Typist(), new Typist()];
      one.read(updates);
      other.read(updates);
      await world.append(a, edit(noteId, one.type(0, 'Oat ')), edit(noteId, one.type(9, 'Bread\n')));
      const receipt = await world.one(b, edit(noteId, other.type(5, 'Butter\n')));
      expect(receipt).toMatchObject({ status: 'MERGED', merged: [{ field: 'updates', outcome: 'COMBINED' }] });
      const { body } = await stored(noteId);
      expect(body.split('\n').sort()).toEqual(['', 'Bread', 'Butter', 'Oat Milk']);
      expect(receipt.entity).toMatchObject({ body, links: [] });
    });

    test('[M9] body and links follow from the updates, and stay through what does not touch them', async () => {
      const { writer, a } = world;
      const other = await newNote();
      const target = `cairn:note/${other.noteId}`;
      const { noteId } = await newNote({ body: `see [it](${target}) and [again](${target})` });
      expect(await stored(noteId)).toMatchObject({ links: [other.noteId], title: '', pinned: false });
      const pinned = await world.one(a, writer.event('pinNote', { noteId }, { parentVersion: 1 }));
      expect(pinned.entity).toMatchObject({
        pinned: true,
        links: [other.noteId],
        body: expect.stringContaining('see'),
      });
      expect(await stored(other.noteId)).toMatchObject({ body: '', links: [] });
    });

    test('[M9] what is no update is refused alone, before anything changes', async () => {
      const { a } = world;
      const { noteId, updates } = await newNote({ body: 'Milk' });
      const typist = new Typist();
      typist.read(updates);
      const whole = Buffer.from(typist.type(4, ' and quite a lot of bread'), 'base64');
      const poison = [
        whole.subarray(0, whole.length - 7).toString('base64'),
        Buffer.from(new Uint8Array(40).fill(255)).toString('base64'),
        'AAAA////',
        // A million operations, by repetition.
        'AAABBQAAAQABAAAABEG+hD0BwIQ9AAA=',
        // A word in bold.
        'AAIAAgbOs67NGwECAAIABQYAhACGEg1ib2R5Ym9sZHhib2xkRAABBAEBAAABAwB4fgA=',
      ];
      const receipts = await world.append(
        a,
        ...poison.map((update) => edit(noteId, update)),
        edit(noteId, whole.toString('base64')),
        edit(noteId, poison[0]!),
        edit(noteId, 'not base64'),
      );
      expect(statuses(receipts)).toEqual([
        ...poison.map(() => 'TEXT_UPDATE_INVALID'),
        'APPLIED',
        'TEXT_UPDATE_INVALID',
        'VALUE_INVALID',
      ]);
      expect(await stored(noteId)).toMatchObject({ body: 'Milk and quite a lot of bread', version: 2 });
      expect(await world.events()).toHaveLength(2);
    });

    test('[M9] a text that PostgreSQL cannot store does not stop the account', async () => {
      const { noteId } = await newNote();
      const receipt = await world.one(world.a, edit(noteId, new Typist().type(0, 'a\u0000b\ud800c')));
      expect(receipt).toMatchObject({ status: 'APPLIED', entity: { body: 'a\uFFFDb\uFFFDc' } });
    });

    test('[M9] many updates become one, and a device that was away all the time still fits in', async () => {
      const { a, b } = world;
      const { noteId, updates } = await newNote({ body: 'end' });
      const [typist, away] = [new Typist(), new Typist()];
      typist.read(updates);
      away.read(updates);
      const late = away.type(3, '!');
      const typed = Array.from({ length: 150 }, (_, index) => edit(noteId, typist.type(0, `${149 - index} `)));
      await world.append(a, ...typed.slice(0, 100));
      for (const one of typed.slice(100)) await world.one(a, one);
      const numbers = Array.from({ length: 150 }, (_, index) => `${index} `).join('');
      const compacted = await stored(noteId);
      expect(compacted.body).toBe(`${numbers}end`);
      expect((compacted.updates as string[]).length).toBeLessThanOrEqual(64);
      await world.one(b, edit(noteId, late));
      const after = await stored(noteId);
      expect(after.body).toBe(`${numbers}end!`);
      away.read(after.updates as string[]);
      expect(markdownFrom([...(after.updates as string[]), away.type(0, '> ')])).toBe(`> ${numbers}end!`);
    });

    test('[M9] [A3] of a batch of edits only the last receipt brings the note', async () => {
      const { noteId, updates } = await newNote({ body: 'Milk' });
      const typist = new Typist();
      typist.read(updates);
      const edits = (device: Principal) =>
        world.append(device, ...Array.from({ length: 5 }, () => edit(noteId, typist.type(0, '.'))));
      const entities = (await edits(world.a)).map(({ entity }) => entity?.['body'] ?? null);
      expect(entities).toEqual([null, null, null, null, '.....Milk']);
    });
  });
}
