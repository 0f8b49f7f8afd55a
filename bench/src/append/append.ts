import { temporaryPostgres } from '@cairn/prisma/testing';
import { median, rate, round, table } from '../table.ts';
import { cairn } from './cairn.ts';
import { bare, plain } from './peers.ts';
import { ACCOUNTS, type Competitor } from './workload.ts';

const ROUNDS = 15;
const SECONDS = 1;

interface Way {
  readonly name: string;
  readonly events: number;
  readonly clients: number;
  run(competitor: Competitor, client: number): Promise<void>;
}

const single = (name: string, clients: number, accountOf: (client: number) => number): Way => ({
  name,
  events: 1,
  clients,
  run: (competitor, client) => competitor.one(accountOf(client)),
});

const batches = (size: number, clients: number): Way => ({
  name: `batches of ${size}, ${clients === 1 ? '1 client' : `${clients} clients`}`,
  events: size,
  clients,
  run: (competitor, client) => competitor.batch(client, size),
});

const EACH = single('32 clients, an account each', 32, (client) => client);
const ONE_ACCOUNT = single('32 clients, one account', 32, () => 0);

const WAYS: readonly Way[] = [
  single('1 client', 1, () => 0),
  EACH,
  ONE_ACCOUNT,
  single('128 clients, four on each account', 128, (client) => client % ACCOUNTS),
  batches(100, 1),
  batches(100, 4),
  batches(500, 1),
];

/** Appends a second on PostgreSQL; rounds of all competitors take turns, so that a busy minute is everybody's. */
export async function appendBench(): Promise<string> {
  const peers = [(url: string) => cairn(url), plain, bare];
  const against = await compared(WAYS, peers, (rates) => [
    ['events a second', ...rates.names, 'Cairn : plain', 'Cairn : bare'],
    ...WAYS.map((way) => {
      const [ours, plains, bares] = rates.of(way) as [number, number, number];
      return [way.name, ...[ours, plains, bares].map(round), (ours / plains).toFixed(1), (ours / bares).toFixed(2)];
    }),
  ]);
  const ways = [EACH, ONE_ACCOUNT, batches(100, 4)];
  const processes = await compared(ways, [(url) => cairn(url), (url) => cairn(url, 2)], (rates) => [
    ['events a second', ...rates.names, 'two : one'],
    ...ways.map((way) => {
      const [one, two] = rates.of(way) as [number, number];
      return [way.name, round(one), round(two), (two / one).toFixed(2)];
    }),
  ]);
  return `${against}\n\n${processes}`;
}

interface Rates {
  readonly names: readonly string[];
  /** Events a second of each competitor. */
  of(way: Way): number[];
}

async function compared(
  ways: readonly Way[],
  make: readonly ((databaseUrl: string) => Promise<Competitor>)[],
  rows: (rates: Rates) => string[][],
): Promise<string> {
  const databases = await Promise.all(make.map(() => temporaryPostgres()));
  const competitors: Competitor[] = [];
  for (const [index, start] of make.entries()) competitors.push(await start(databases[index]!.url));
  const found = new Map<string, number[]>();
  const key = (way: Way, competitor: Competitor) => `${way.name}\n${competitor.name}`;
  for (const way of ways) {
    for (const competitor of competitors) await rate(way.clients, 1, (n) => way.run(competitor, n));
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      for (const competitor of competitors) {
        const events = (await rate(way.clients, SECONDS, (n) => way.run(competitor, n))) * way.events;
        found.set(key(way, competitor), [...(found.get(key(way, competitor)) ?? []), events]);
      }
    }
  }
  await Promise.all(competitors.map((competitor) => competitor.close()));
  await Promise.all(databases.map((database) => database.drop()));
  return table(
    rows({
      names: competitors.map(({ name }) => name),
      of: (way) => competitors.map((competitor) => median(found.get(key(way, competitor))!)),
    }),
  );
}
