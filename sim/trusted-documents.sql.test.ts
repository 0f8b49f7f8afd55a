import { TrustedDocuments } from '@cairn/api';
import { NodeDevice } from './src/node-device.ts';
import { Program } from './src/program.ts';
import { TestServer } from './src/test-server.ts';

const EMAIL = 'older@example.org';

let server: TestServer;
let device: NodeDevice;

beforeAll(async () => {
  server = await TestServer.start();
  device = await NodeDevice.signUp(server.url, EMAIL);
  await device.synced();
});
afterAll(async () => {
  await device?.stop();
  await server?.close();
});

test('[O1] [E4] what an older release has queued is taken by a server that knows none of its documents and runs no other', async () => {
  device.offline();
  for (const title of ['Queued long ago', 'And shortly after']) {
    await device.cairn.record('createTask', { taskId: device.cairn.newId(), title, order: 'a0' });
  }
  await device.stop();

  const strict = await server.another({ trustedDocuments: new TrustedDocuments(new Map(), true) });
  device.road.isUp = true;
  await device.start({ url: `${strict.url}/graphql`, webSocketUrl: `${strict.url.replace('http', 'ws')}/graphql` });
  await device.until(() => device.cairn.status.get().pending === 0);
  const program = await Program.signIn(server.url, EMAIL, 'a long way from anywhere');
  expect((await program.tasks()).map(({ title }) => title).sort()).toEqual(['And shortly after', 'Queued long ago']);
  expect(device.outbox.entries.size).toBe(0);
  await device.stop();
  await strict.close();
});
