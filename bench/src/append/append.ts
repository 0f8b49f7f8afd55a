import { temporaryPostgres } from '@cairn/prisma/testing';
import { median, rate, round, table } from '../table.ts';
import { cairn } from './cairn.ts';
import { bare, plain } from './peers.ts';
import { BATCH, CLIENTS, type Competitor } from './workload.ts';

const ROUNDS = 3;
const SECONDS = 4;

interface Way {
  readonly name: string;
  readonly events: number;
  readonly clients: number;
  run(competitor: Competitor, client: number): Promise<void>;
}

const WAYS: readonly Way[] = [
  { name: '1 client', events: 1, clients: 1, run: (competitor) => competitor.one(0) },
  {
    name: `${CLIENTS} clients, an account each`,
    events: 1,
    clients: CLIENTS,
    run: (competitor, n) => competitor.one(n),
  },
  { name: `${CLIENTS} clients, one account`, events: 1, clients: CLIENTS, run: (competitor) => competitor.one(0) },
  { name: `batches of ${BATCH}, 1 client`, events: BATCH, clients: 1, run: (competitor) => competitor.batch(0) },
  { name: `batches of ${BATCH}, 4 clients`, events: BATCH, clients: 4, run: (competitor, n) => competitor.batch(n) },
];

/** Appends a second on PostgreSQL; rounds of all competitors take turns, so that a busy minute is everybody's. */
export async function appendBench(): Promise<string> {
  const databases = await Promise.all([temporaryPostgres(), temporaryPostgres(), temporaryPostgres()]);
  const competitors = [await cairn(databases[0]!.url), await plain(databases[1]!.url), await bare(databases[2]!.url)];
  const rates = new Map<string, number[]>();
  const key = (way: Way, competitor: Competitor) => `${way.name}\n${competitor.name}`;
  for (const way of WAYS) {
    for (const competitor of competitors) await rate(way.clients, 1, (n) => way.run(competitor, n));
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      for (const competitor of competitors) {
        const found = (await rate(way.clients, SECONDS, (n) => way.run(competitor, n))) * way.events;
        rates.set(key(way, competitor), [...(rates.get(key(way, competitor)) ?? []), found]);
      }
    }
  }
  await Promise.all(competitors.map((competitor) => competitor.close()));
  await Promise.all(databases.map((database) => database.drop()));

  const value = (way: Way, n: number) => median(rates.get(key(way, competitors[n]!))!);
  return table([
    ['events a second', ...competitors.map(({ name }) => name), 'Cairn : plain', 'Cairn : bare'],
    ...WAYS.map((way) => [
      way.name,
      ...competitors.map((_, n) => round(value(way, n))),
      (value(way, 0) / value(way, 1)).toFixed(1),
      (value(way, 0) / value(way, 2)).toFixed(2),
    ]),
  ]);
}
