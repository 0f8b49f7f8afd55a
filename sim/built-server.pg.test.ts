import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { uuidv7 } from '@cairn/domain';
import { temporaryPostgres } from '@cairn/prisma/testing';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { freePort } from './src/child-process.ts';
import { ServerProcess } from './src/server-process.ts';

async function ask<Data>(server: ServerProcess, query: string, variables = {}, headers = {}): Promise<Data> {
  const answer = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data: Data; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const printed = (schema: GraphQLSchema) => printSchema(lexicographicSortSchema(schema));

test('the server as it is built serves schema.graphql, on a database in its own folder', async () => {
  const server = await ServerProcess.start({ webDir: '' });
  try {
    const query = getIntrospectionQuery({ oneOf: true, inputValueDeprecation: true, specifiedByUrl: true });
    const data = await ask<IntrospectionQuery>(server, query);
    expect(printed(buildClientSchema(data))).toBe(printed(buildSchema(await readFile('schema.graphql', 'utf8'))));
  } finally {
    await server.stop();
  }
});

test('what a batch made is gone with the young garbage, and waits for no collection of the old', async () => {
  const database = await temporaryPostgres();
  const metricsPort = await freePort();
  const env = { METRICS_PORT: String(metricsPort), EVENTS_PER_MINUTE: '0' };
  const server = await ServerProcess.start({ databaseUrl: database.url, webDir: '', env });
  try {
    const input = { email: 'batches@example.org', password: 'a long password', deviceName: 'test', kind: 'BROWSER' };
    const { signUp } = await ask<{ signUp: { token: string } }>(
      server,
      'mutation ($input: SignUpInput!) { signUp(input: $input) { token } }',
      { input },
    );
    const newId = () => uuidv7(Date.now(), randomBytes(10));
    let sequence = 0;
    const stamp = (parentVersion: number) => {
      const occurredAt = `${new Date().toISOString()}-0000`;
      return { id: newId(), parentVersion, sequence: (sequence += 1), occurredAt };
    };
    const append = async (events: readonly object[]) => {
      const { replayEvents } = await ask<{ replayEvents: { status: string }[] }>(
        server,
        'mutation ($events: [EventInput!]!) { replayEvents(events: $events) { status } }',
        { events },
        { authorization: `Bearer ${signUp.token}` },
      );
      expect(new Set(replayEvents.map(({ status }) => status))).toEqual(new Set(['APPLIED']));
    };
    const tasks = Array.from({ length: 20 }, newId);
    await append(tasks.map((taskId) => ({ createTask: { event: stamp(0), taskId, title: 'A task', order: 'a0' } })));
    const batch = () =>
      Array.from({ length: 100 }, (_, index) => ({
        retitleTask: {
          event: stamp(1),
          taskId: tasks[index % 20],
          title: `A title of some length, number ${sequence}`,
        },
      }));
    const oldSpace = async () => {
      const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
      return Number(/^nodejs_heap_space_size_used_bytes\{space="old"\} (\d+)/m.exec(text)![1]);
    };
    const kept: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const before = await oldSpace();
      for (let n = 0; n < 60; n += 1) await append(batch());
      kept.push((await oldSpace()) - before);
    }
    // The first round has the code itself; in one or another the old may be collected, which would hide what is kept.
    const perBatch = Math.max(...kept.slice(1)) / 60;
    expect(perBatch).toBeLessThan(50_000);
  } finally {
    await server.stop();
    await database.drop();
  }
});
