import { Appender, Feed, LocalWakeups, projections } from '@cairn/api';
import { newAccount, newDevice, Writer } from '@cairn/api/testing';
import { registry } from '@cairn/domain';
import { forAccount, openDatabase } from '@cairn/prisma';
import { temporaryPostgres } from '@cairn/prisma/testing';
import { openBody, textOf, toBase64 } from '@cairn/text';
import * as Y from 'yjs';
import { median, quantile, round, table } from '../table.ts';
import { openTrace, type Keystroke } from './trace.ts';

const COUNT = 100_000;
/** What a person types between two pauses, or in ten seconds. */
const KEYSTROKES_AN_EVENT = 67;

/** A note of 100,000 keystrokes: what its log weighs, what an edit costs then, and what opening it costs. */
export async function noteBench(): Promise<string> {
  const trace = await openTrace(COUNT);
  const updates = batches(trace.keystrokes);
  const postgres = await temporaryPostgres();
  const { prisma, close } = await openDatabase({ url: postgres.url });
  const accountId = await newAccount(prisma);
  const appender = new Appender({ prisma, registry, projections, now: Date.now });
  const principal = newDevice(accountId);
  const writer = new Writer(Date.now() - 3_600_000);
  const noteId = writer.newId();
  await appender.append(principal, [writer.event('createNote', { noteId, title: 'A long note' })]);

  const times: number[] = [];
  for (const update of updates) {
    const started = performance.now();
    const [receipt] = await appender.append(principal, [
      writer.event('editNote', { noteId, update }, { parentVersion: 1 }),
    ]);
    times.push(performance.now() - started);
    if (receipt!.status === 'REJECTED') throw new Error(receipt!.message ?? receipt!.status);
  }
  const [log] = await forAccount(prisma, accountId).$queryRaw<[{ update: number; event: number }]>`
    select sum(octet_length("applied"::text))::int as update, sum(pg_column_size("Event".*))::int as event
      from "Event" where "accountId" = ${accountId}::uuid`;
  const feed = new Feed({ prisma, projections, wakeups: new LocalWakeups() });
  const page = JSON.stringify((await feed.page(accountId, null, 500)).changes);
  const rows = [
    [`${round(trace.keystrokes.length)} keystrokes (${trace.name})`, ''],
    ['events', round(updates.length)],
    ['the log: updates in it, kB', round(log.update / 1_000)],
    ['the log: all of its rows, kB', round(log.event / 1_000)],
    ['one append, the first hundred, ms (median)', round(median(times.slice(0, 100)))],
    [
      'one append, the last hundred, ms (median, p95)',
      `${round(median(times.slice(-100)))}, ${round(quantile(times.slice(-100), 0.95))}`,
    ],
    ['the note as the feed sends it, kB', round(page.length / 1_000)],
    ...opening(page),
  ];
  await feed.close();
  await close();
  await postgres.drop();
  return table(rows);
}

/** What a device does with a note: reads it, makes the document, shows the text. */
function opening(page: string): string[][] {
  const times: number[] = [];
  let text = '';
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const kept: Y.Doc[] = [];
  for (let round = 0; round < 9; round += 1) {
    const started = performance.now();
    const [note] = JSON.parse(page) as [{ updates: string[] }];
    const document = openBody(note.updates);
    text = textOf(document).toString();
    times.push(performance.now() - started);
    kept.push(document);
  }
  globalThis.gc?.();
  const memory = (process.memoryUsage().heapUsed - before) / kept.length;
  return [
    ['opening it on a device, ms (median of 9)', round(median(times))],
    ['an open document in memory, MB', round(memory / 1_000_000)],
    ['its text, characters', round(text.length)],
  ];
}

function batches(keystrokes: readonly Keystroke[]): string[] {
  const document = new Y.Doc();
  const text = textOf(document);
  let made: Uint8Array[] = [];
  document.on('updateV2', (update: Uint8Array) => made.push(update));
  const updates: string[] = [];
  keystrokes.forEach(([at, deleted, inserted], index) => {
    document.transact(() => {
      if (deleted > 0) text.delete(at, deleted);
      if (inserted) text.insert(at, inserted);
    });
    if ((index + 1) % KEYSTROKES_AN_EVENT === 0 || index === keystrokes.length - 1) {
      updates.push(toBase64(Y.mergeUpdatesV2(made)));
      made = [];
    }
  });
  return updates;
}
