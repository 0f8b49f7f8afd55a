import type { Around, Backup, MemoryDatabase } from '@cairn/api/testing';
import { every, type PlantedFault } from './planted-fault.ts';

const statementFault = (
  name: string,
  statement: string,
  change: (run: () => Promise<unknown>, database: MemoryDatabase) => Promise<unknown>,
): PlantedFault => ({
  name,
  plant: () => ({
    around:
      (database): Around =>
      (other, run) =>
        other === statement ? change(run, database) : run(),
  }),
});

/** After one write in four, with what was there before it. */
const spoiltWrite = (name: string, spoil: (database: MemoryDatabase, before: Backup) => void): PlantedFault => ({
  name,
  plant() {
    const isNow = every(4);
    return statementFault(name, 'write', async (run, database) => {
      const before = database.backup();
      const answer = await run();
      if ((answer as readonly unknown[]).length > 0 && isNow()) spoil(database, before);
      return answer;
    }).plant();
  },
});

const sessionFault = (name: string, told: object): PlantedFault => ({
  name,
  plant: () => ({
    around(database) {
      const { device } = database;
      const { findFirst } = device;
      device.findFirst = async (query) => {
        const row = await findFirst(query);
        return row && { ...row, ...told };
      };
      // What is believed of a row is also what is asked of it where it is changed.
      const { updateMany } = device;
      device.updateMany = ({ where = {}, ...rest }) => {
        const { revokedAt: _, ...others } = where;
        return updateMany({ ...rest, where: others });
      };
      return (_name, run) => run();
    },
  }),
});

interface Page {
  readonly changes: readonly object[];
}

const pageFault = (name: string, change: (page: Page) => Page) =>
  statementFault(name, 'page', async (run) => ((await run()) as readonly Page[]).map(change));

/** Mistakes of whoever appends, projects, reads the feed and checks sessions. */
export const serverFaults: readonly PlantedFault[] = [
  statementFault('a re-send is not recognised', 'read', async (run) =>
    ((await run()) as readonly object[]).map((row) => ({ ...row, receipts: [] })),
  ),
  spoiltWrite('a receipt is not kept', ({ receipt }, before) => {
    receipt.rows = before.get(receipt)!;
  }),
  spoiltWrite('a commit is said to be one, and is rolled back', (database, before) => database.restore(before)),
  spoiltWrite('a projection is not written with its event', (database, before) => {
    const { event, receipt, head } = database;
    database.restore(new Map([...before].filter(([table]) => ![event, receipt, head].includes(table))));
  }),
  spoiltWrite('positions have gaps', ({ head }) => {
    head.rows = head.rows.map((row) => ({ ...row, position: (row['position'] as number) + 1 }));
  }),
  spoiltWrite('an old event is changed', ({ event }) => {
    event.rows = event.rows.with(0, { ...event.rows[0], lost: {} });
  }),
  spoiltWrite('a concurrent write is applied as if nobody else had written', ({ event }, before) => {
    if (event.rows.length === before.get(event)!.length) return;
    const last = event.rows.at(-1)!;
    const { asked, lost } = last as { asked: Record<string, unknown>; lost: Record<string, unknown> };
    const applied = Object.fromEntries(Object.keys(lost).map((field) => [field, asked[field]]));
    event.rows = event.rows.with(-1, { ...last, applied: { ...(last['applied'] as object), ...applied }, lost: {} });
  }),
  pageFault('a page skips an entity', (page) => ({ ...page, changes: page.changes.slice(1) })),
  pageFault('a page does not say how far devices have got', (page) => ({
    ...page,
    changes: page.changes.map((change) => ({ ...change, seen: {} })),
  })),
  sessionFault('a revoked session is believed', { revokedAt: null }),
  sessionFault("a device's own events are read as another's", { kind: 'PROGRAM' }),
  {
    name: "the server's clock is a day ahead",
    plant: () => ({ serverNow: (now) => () => now() + 24 * 3_600_000 }),
  },
  {
    name: 'a restored log keeps its epoch',
    plant: () => ({ restore: (database, backup) => database.restore(backup) }),
  },
];
