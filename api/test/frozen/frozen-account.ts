import { forAccount } from '@cairn/prisma';
import type { Sessions } from '../../src/account/sessions.ts';
import { PageReader } from '../../src/feed/page-reader.ts';
import { projections } from '../../src/server/services.ts';
import { ApiClient } from '../../src/testing/api-client.ts';
import { TestServer } from '../../src/testing/test-server.ts';
import { send, type FrozenQueues, type FrozenReceipt } from './frozen-queues.ts';

/** Sends frozen queues to today's server, by devices of the ids that they were written on. */
export async function replayFrozen({
  now,
  account,
  queues,
}: Pick<FrozenQueues, 'now' | 'account' | 'queues'>): Promise<{
  readonly receipts: readonly (readonly FrozenReceipt[])[];
  readonly entities: readonly object[];
}> {
  const api = await TestServer.start({ now: () => now });
  try {
    const { sessions } = api.server.services;
    const prisma = forAccount(api.server.services.prisma, account);
    await prisma.account.create({ data: { id: account, createdAt: new Date(now) } });
    await prisma.head.create({ data: { accountId: account } });
    const clients = new Map<string, ApiClient>();
    for (const { device } of queues) {
      if (!clients.has(device)) clients.set(device, await clientOf(api, sessions, account, device));
    }
    const receipts: (readonly FrozenReceipt[])[] = [];
    for (const queue of queues) receipts.push(await send(clients.get(queue.device)!, queue));
    const { changes } = await new PageReader(prisma, projections).read(account, null, 500);
    return { receipts, entities: changes };
  } finally {
    await api.close();
  }
}

async function clientOf(api: TestServer, sessions: Sessions, accountId: string, deviceId: string): Promise<ApiClient> {
  const { token, row } = sessions.issue({ accountId, deviceId });
  const data = { accountId, id: deviceId, name: 'Frozen', kind: 'BROWSER', createdAt: row.signedInAt, ...row };
  await forAccount(api.database.prisma, accountId).device.create({ data });
  return new ApiClient(api.nobody.address, token, accountId, deviceId);
}
