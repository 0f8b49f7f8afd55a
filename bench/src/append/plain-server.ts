import { ApolloServer } from '@apollo/server';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import { openDatabase, type Prisma } from '@cairn/prisma';
import Fastify from 'fastify';
import type { Retitle } from './workload.ts';

// What people would write: Apollo Server and a Prisma interactive transaction through the typed client. The same rows
// in the same tables; no session to check, no merge, no re-send but what the unique key refuses.

const typeDefs = `#graphql
  input EventStampInput { id: ID! parentVersion: Int! sequence: Int! occurredAt: String! }
  input RetitleTaskInput { event: EventStampInput! taskId: ID! title: String! }
  type Receipt { eventId: ID! status: String! version: Int! position: Int! }
  type Query { ok: Boolean }
  type Mutation { retitleTask(input: RetitleTaskInput!): Receipt! replayEvents(events: [RetitleTaskInput!]!): [Receipt!]! }
`;

const database = await openDatabase({ url: process.env.DATABASE_URL!, connections: 10 });

interface Context {
  readonly accountId: string;
}

async function append(tx: Prisma.TransactionClient, accountId: string, input: Retitle) {
  const [head] = await tx.$queryRaw<{ position: number }[]>`
    select "position" from "Head" where "accountId" = ${accountId}::uuid for update`;
  const position = head!.position + 1;
  const task = await tx.task.findUniqueOrThrow({ where: { accountId_id: { accountId, id: input.taskId } } });
  const version = task.version + 1;
  const { id, parentVersion, sequence, occurredAt } = input.event;
  const writers = { ...(task.writers as object), title: { version, clock: occurredAt, device: accountId } };
  await tx.event.create({
    data: {
      accountId,
      position,
      id,
      entityType: 'Task',
      entityId: input.taskId,
      version,
      type: 'TaskRetitled',
      schema: 1,
      deviceId: accountId,
      sequence,
      parentVersion,
      occurredAt,
      clock: occurredAt,
      asked: { taskId: input.taskId, title: input.title },
      applied: { title: input.title },
      before: { title: task.title },
      lost: {},
    },
  });
  await tx.task.update({
    where: { accountId_id: { accountId, id: input.taskId } },
    data: { title: input.title, version, position, writers },
  });
  await tx.receipt.create({
    data: {
      accountId,
      eventId: id,
      bodyHash: id,
      status: 'APPLIED',
      entityType: 'Task',
      entityId: input.taskId,
      version,
      position,
      deviceId: accountId,
    },
  });
  await tx.head.update({ where: { accountId }, data: { position, turn: position } });
  return { eventId: id, status: 'APPLIED', version, position };
}

const resolvers = {
  Mutation: {
    retitleTask: (_: unknown, { input }: { input: Retitle }, { accountId }: Context) =>
      database.prisma.$transaction((tx) => append(tx, accountId, input)),
    replayEvents: (_: unknown, { events }: { events: Retitle[] }, { accountId }: Context) =>
      database.prisma.$transaction(async (tx) => {
        const receipts = [];
        for (const event of events) receipts.push(await append(tx, accountId, event));
        return receipts;
      }),
  },
};

const app = Fastify({ bodyLimit: 1_048_576 });
const server = new ApolloServer<Context>({ typeDefs, resolvers, plugins: [fastifyApolloDrainPlugin(app)] });
await server.start();
await app.register(fastifyApollo(server), {
  context: async (request) => ({ accountId: request.headers['x-account'] as string }),
});
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
process.stdout.write('ready\n');
