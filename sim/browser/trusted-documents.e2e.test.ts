import { TrustedDocuments } from '@cairn/api';
import { AppPage } from '../src/app-page.ts';
import { BrowserDevice } from '../src/browser-device.ts';
import { TestServer } from '../src/test-server.ts';

interface Sent {
  readonly operationName?: string;
  readonly query?: string;
  readonly extensions?: { readonly persistedQuery?: { readonly sha256Hash: string } };
}

let server: TestServer;
let device: BrowserDevice;
let app: AppPage;
const sent: Sent[] = [];
const failed: string[] = [];

beforeAll(async () => {
  server = await TestServer.start({
    webDir: 'web/out',
    trustedDocuments: await TrustedDocuments.read(['web/src/generated/trusted-documents.json'], true),
  });
  device = await BrowserDevice.create();
  device.context.on('request', (request) => {
    if (request.method() === 'POST') sent.push(request.postDataJSON() as Sent);
  });
  device.context.on('response', (response) => {
    if (response.url().endsWith('/graphql') && !response.ok()) failed.push(`${response.status()} ${response.url()}`);
  });
  app = new AppPage(device.page, server.url);
});
afterAll(async () => {
  await device?.destroy();
  await server?.close();
});

test('[O1] the app works where nothing but its own documents is run, and asks for those of its screens by their hashes', async () => {
  await app.signUp('trusted@example.org');
  await app.add('Sent in full');
  await app.synced();
  await app.open('Sent in full');
  await app.event('Created').first().waitFor();
  await app.goto('/settings');
  await app.page
    .getByRole('region', { name: 'Access tokens' })
    .getByRole('button', { name: 'New access token' })
    .waitFor();
  await app.goto('/activity');
  await app.page.getByText('Sent in full').first().waitFor();

  expect(failed).toEqual([]);
  const byHash = sent.filter(({ extensions }) => extensions?.persistedQuery);
  expect(byHash.map(({ operationName }) => operationName)).toEqual(
    expect.arrayContaining(['Devices', 'AccessTokens', 'Activity', 'ActivityDays']),
  );
  expect(byHash.filter(({ query }) => query !== undefined)).toEqual([]);
  const replays = sent.filter(({ operationName }) => operationName === 'replayEvents');
  expect(replays).not.toEqual([]);
  for (const { query } of replays) expect(query).toContain('replayEvents');
});
