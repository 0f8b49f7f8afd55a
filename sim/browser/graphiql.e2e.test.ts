import type { Locator, Page } from 'playwright-core';
import { AppPage } from '../src/app-page.ts';
import { BrowserDevice } from '../src/browser-device.ts';
import { TestServer } from '../src/test-server.ts';

const TWO_HOURS = 2 * 3_600_000;

let ahead = 0;
let server: TestServer;
let device: BrowserDevice;
let app: AppPage;
const asked: string[] = [];
const refused: string[] = [];

beforeAll(async () => {
  server = await TestServer.start({
    webDir: 'web/out',
    graphiqlDir: 'api/graphiql/out',
    now: () => Date.now() + ahead,
  });
  device = await BrowserDevice.create();
  device.context.on('request', (request) => void asked.push(request.url()));
  app = new AppPage(device.page, server.url);
  await app.signUp('explorer@example.org');
  await app.installed();
});
afterAll(async () => {
  await device?.destroy();
  await server?.close();
});

/** GraphiQL in a tab of its own, beside the app. */
async function openGraphiql(): Promise<Page> {
  const page = await device.context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  page.on('pageerror', (error) => refused.push(error.message));
  await page.goto(`${server.url}/graphql`);
  await editor(page, 'Query Editor').waitFor();
  return page;
}

const editor = (page: Page, name: string): Locator => page.getByRole('region', { name });

async function write(page: Page, name: string, text: string): Promise<void> {
  await editor(page, name).locator('.CodeMirror:visible').first().click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

const run = (page: Page) => page.getByRole('button', { name: /^Execute query/ }).click();
const answer = (page: Page) => editor(page, 'Result Window');

test('a query and a subscription run in the session of the person, and nothing comes from elsewhere', async () => {
  await app.goto('/inbox');
  await app.add('Read the schema');
  await app.synced();
  const page = await openGraphiql();
  await write(page, 'Query Editor', '{ tasks(first: 10) { nodes { title } } }');
  await run(page);
  await answer(page).getByText('Read the schema').waitFor();

  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.getByText('A GraphQL schema provides a root type').waitFor();

  await write(page, 'Query Editor', 'subscription { changes { changes { ... on Task { title } } } }');
  await run(page);
  await answer(page).getByText('Read the schema').waitFor();
  await app.add('Seen as it happens');
  await answer(page).getByText('Seen as it happens').waitFor();
  await page.getByRole('button', { name: 'Stop query' }).click();

  expect(asked.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(server.url))).toEqual([]);
  expect(refused).toEqual([]);
  await page.close();
});

test('a session that has expired is refreshed, for a query and for a subscription', async () => {
  const page = await openGraphiql();
  for (const query of ['{ tasks { nodes { title } } }', 'subscription { changes { changes { id } cursor } }']) {
    ahead += TWO_HOURS;
    await write(page, 'Query Editor', query);
    await run(page);
    await answer(page)
      .getByText(query.startsWith('{') ? 'Read the schema' : 'cursor')
      .waitFor();
  }
  await page.close();
});

test('a token in the headers counts for queries and subscriptions, and is not kept', async () => {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'mutation ($input: SignUpInput!) { signUp(input: $input) { token } }',
      variables: {
        input: {
          email: 'robot@example.org',
          password: 'a long way from anywhere',
          deviceName: 'Robot',
          kind: 'PROGRAM',
        },
      },
    }),
  });
  const { data } = (await response.json()) as { data: { signUp: { token: string } } };
  const page = await openGraphiql();
  await write(page, 'Headers', JSON.stringify({ Authorization: `Bearer ${data.signUp.token}` }));
  await write(page, 'Query Editor', '{ tasks { nodes { title } pageInfo { hasNextPage } } }');
  await run(page);
  await answer(page).getByText('hasNextPage').waitFor();
  expect(await answer(page).innerText()).not.toContain('Read the schema');
  await write(page, 'Query Editor', 'subscription { changes { head changes { id } } }');
  await run(page);
  await answer(page).getByText('head').waitFor();
  expect(await answer(page).innerText()).toMatch(/"head": "?0/);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }));
  expect(kept).not.toContain(data.signUp.token);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('graphiql')))).toEqual([]);
  await page.close();
});
