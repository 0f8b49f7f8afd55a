export type Row = Readonly<Record<string, unknown>>;

type Where = Readonly<Record<string, unknown>>;
type Direction = 'asc' | 'desc';

interface Query {
  readonly where?: Where;
  readonly orderBy?: Readonly<Record<string, Direction>>;
  readonly take?: number;
  readonly select?: Readonly<Record<string, boolean>>;
}

const isObject = (value: unknown): value is Where =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);

/** What a comparison means; one that is not here fails the test that makes it. */
const COMPARISONS: Readonly<Record<string, (value: unknown, than: unknown) => boolean>> = {
  gt: (value, than) => (value as number) > (than as number),
  lte: (value, than) => (value as number) <= (than as number),
  in: (value, among) => (among as readonly unknown[]).includes(value),
};

function fits(row: Row, where: Where): boolean {
  return Object.entries(where).every(([column, wanted]) => {
    if (!isObject(wanted)) return (row[column] ?? null) === (wanted ?? null);
    return Object.entries(wanted).every(([name, value]) => {
      const compare = COMPARISONS[name];
      // Prisma's name for a key of several columns: accountId_id.
      return compare ? compare(row[column], value) : column.split('_').includes(name) && row[name] === value;
    });
  });
}

/**
 * One table in memory, with those of Prisma's calls that the server and its tests make. Rows are never changed, only
 * replaced, so that a copy of the array is a snapshot.
 */
export class MemoryTable {
  rows: readonly Row[] = [];
  readonly #unique: readonly (readonly string[])[];
  readonly #defaults: () => Row;

  constructor(unique: readonly (readonly string[])[], defaults: () => Row = () => ({})) {
    this.#unique = unique;
    this.#defaults = defaults;
  }

  /** @throws Error when a row with one of the unique keys is there */
  insert(rows: readonly Row[]): void {
    for (const given of rows) {
      const row = { ...this.#defaults(), ...given };
      for (const key of this.#unique) {
        if (this.rows.some((other) => key.every((column) => other[column] === row[column]))) {
          throw new Error(`duplicate key ${key.join(', ')}: ${key.map((column) => String(row[column])).join(', ')}`);
        }
      }
      this.rows = [...this.rows, row];
    }
  }

  upsert(rows: readonly Row[]): void {
    const [key] = this.#unique;
    for (const row of rows) {
      const index = this.rows.findIndex((other) => key!.every((column) => other[column] === row[column]));
      if (index < 0) this.insert([row]);
      else this.rows = this.rows.with(index, { ...this.rows[index], ...row });
    }
  }

  select(where: Where): readonly Row[] {
    return this.rows.filter((row) => fits(row, where));
  }

  create = async ({ data }: { readonly data: Row }) => {
    this.insert([data]);
    return data;
  };

  findMany = async ({ where = {}, orderBy, take, select }: Query = {}) => {
    const found = [...this.select(where)];
    const [column, direction] = Object.entries(orderBy ?? {})[0] ?? [];
    if (column) {
      const sign = direction === 'desc' ? -1 : 1;
      found.sort((a, b) => sign * ((a[column] as number) < (b[column] as number) ? -1 : 1));
    }
    const columns = select && Object.keys(select);
    return found
      .slice(0, take)
      .map((row) => (columns ? Object.fromEntries(columns.map((name) => [name, row[name]])) : row));
  };

  findFirst = async (query: Query) => (await this.findMany(query))[0] ?? null;
  findUnique = (query: Query) => this.findFirst(query);

  findFirstOrThrow = async (query: Query) => {
    const row = await this.findFirst(query);
    if (!row) throw new Error('there is no such row');
    return row;
  };
  findUniqueOrThrow = (query: Query) => this.findFirstOrThrow(query);

  count = async ({ where = {} }: Query = {}) => this.select(where).length;

  updateMany = async ({ where = {}, data }: Query & { readonly data: Row }) => {
    const changed = new Set(this.select(where));
    this.rows = this.rows.map((row) => (changed.has(row) ? { ...row, ...data } : row));
    return { count: changed.size };
  };

  deleteMany = async ({ where = {} }: Query = {}) => {
    const gone = new Set(this.select(where));
    this.rows = this.rows.filter((row) => !gone.has(row));
    return { count: gone.size };
  };
}
