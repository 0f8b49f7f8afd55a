import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppPage, PASSWORD } from '../src/app-page.ts';
import { violations } from '../src/axe.ts';
import { BrowserDevice } from '../src/browser-device.ts';
import { TestServer } from '../src/test-server.ts';

const EMAIL = 'keys@example.org';
const ELEVEN_MINUTES = 11 * 60_000;

let ahead = 0;
let server: TestServer;
let device: BrowserDevice;
let app: AppPage;

beforeAll(async () => {
  server = await TestServer.start({ webDir: 'web/out', now: () => Date.now() + ahead });
  device = await BrowserDevice.create();
  app = new AppPage(device.page, server.url);
  await app.signUp(EMAIL);
  await app.installed();
});
afterAll(async () => {
  await device?.destroy();
  await server?.close();
});

const section = (name: string) => app.page.getByRole('region', { name });
const sheet = (name: string | RegExp) => app.page.getByRole('dialog', { name });

/** Asks the API as a program does: with nothing but its token. */
async function asProgram(secret: string, query: string) {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as {
    data?: Record<string, unknown>;
    errors?: { extensions: { code: string } }[];
  };
  return errors?.[0]?.extensions.code ?? data;
}

/** What axe finds on the page as it is, in both themes. */
async function flaws(): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await violations(app.page)).map((violation) => `${colorScheme}: ${violation}`));
  }
  return found;
}

test('[TOK1] [TOK3] [TOK4] [W1] a token is made, copied, used by a program, given a new secret and revoked', async () => {
  await app.goto('/settings');
  await section('Access tokens').getByRole('button', { name: 'New access token' }).click();
  await sheet('New access token').getByLabel('Name').fill('Shopping robot');
  await sheet('New access token').getByLabel('Add and change tasks').check();
  expect(await flaws()).toEqual([]);
  await sheet('New access token').getByRole('button', { name: 'Make the token' }).click();
  const secret = await sheet('Your new access token').getByLabel('Secret').inputValue();
  expect(secret).toMatch(/^cairn_/);
  expect(await flaws()).toEqual([]);
  await sheet('Your new access token').getByRole('button', { name: 'I have it' }).click();
  const row = section('Access tokens').getByRole('listitem').filter({ hasText: 'Shopping robot' });
  await row.getByText('Not used yet').waitFor();

  const create = (title: string) =>
    `mutation { createTask(input: { event: { id: "${randomUUID()}" }, taskId: "${randomUUID()}", title: "${title}", order: "a0" }) { status } }`;
  expect(await asProgram(secret, create('Oat milk'))).toEqual({ createTask: { status: 'APPLIED' } });
  expect(await asProgram(secret, '{ tasks { nodes { title } } }')).toBe('FORBIDDEN');
  await app.goto('/inbox');
  await app.row('Oat milk').waitFor();

  await app.goto('/settings');
  await row.getByText('Last used').waitFor();
  await row.getByRole('button', { name: 'New secret for Shopping robot' }).click();
  const asked = sheet('A new secret for Shopping robot?');
  await asked.getByLabel('The old secret').selectOption({ label: 'ends now' });
  await asked.getByRole('button', { name: 'Make a new secret' }).click();
  const next = await sheet('The new secret of Shopping robot').getByLabel('Secret').inputValue();
  await sheet('The new secret of Shopping robot').getByRole('button', { name: 'I have it' }).click();
  expect(await asProgram(secret, create('Late'))).toBe('UNAUTHENTICATED');
  expect(await asProgram(next, create('Bread'))).toEqual({ createTask: { status: 'APPLIED' } });

  await row.getByRole('button', { name: 'Revoke Shopping robot' }).click();
  await sheet('Revoke Shopping robot?').getByRole('button', { name: 'Revoke it' }).click();
  // While it is open nothing behind it can be seen by role, and the row seems to be gone.
  await sheet('Revoke Shopping robot?').waitFor({ state: 'detached' });
  await row.waitFor({ state: 'detached' });
  expect(await asProgram(next, create('Gone'))).toBe('TOKEN_REVOKED');
});

test('[KEYS1] [KEYS2] [KEYS3] [W1] the password is asked for once more before it is changed, and the log tells all', async () => {
  ahead += ELEVEN_MINUTES;
  await app.goto('/settings');
  await section('Password').getByRole('button', { name: 'Change the password' }).click();
  await section('Password').getByLabel('New password').fill('somewhere else entirely');
  await section('Password').getByRole('button', { name: 'Change the password' }).click();
  const asked = sheet('Your password, once more');
  await asked.getByLabel('Password').fill('not this one');
  await asked.getByRole('button', { name: 'Continue' }).click();
  await asked.getByText('That is not the password.').waitFor();
  expect(await flaws()).toEqual([]);
  await asked.getByLabel('Password').fill(PASSWORD);
  await asked.getByRole('button', { name: 'Continue' }).click();
  await app.page.getByText('New password. Your other devices were signed out.').waitFor();

  await app.goto('/settings');
  const lines = section('Security log').getByRole('list', { name: 'Security log' });
  await lines.getByText('The password was changed on').waitFor();
  const told = await lines.innerText();
  expect(told).toContain('A wrong password was given on');
  expect(told).toContain('made the access token Shopping robot');
  expect(told).toContain('revoked the access token Shopping robot');
  expect(await flaws()).toEqual([]);
});

test('[O6] without a network the settings say what needs one, and nothing is changed', async () => {
  await device.offline(true);
  await app.goto('/settings');
  await section('Access tokens').getByText('The list of access tokens needs a connection.').waitFor();
  await section('Security log').getByText('The security log needs a connection.').waitFor();
  await section('Password').getByRole('button', { name: 'Change the password' }).click();
  await section('Password').getByLabel('New password').fill('yet another way round');
  await section('Password').getByRole('button', { name: 'Change the password' }).click();
  await section('Password').getByText('This needs a connection. Nothing was changed.').waitFor();
  await device.offline(false);
});

test('[fault F34] [KEYS4] [SAFE4] the account is taken along in a file, then deleted, and its e-mail is free', async () => {
  await app.goto('/settings');
  await section('Delete the account').getByRole('button', { name: 'Delete the account' }).click();
  const asked = sheet('Delete the account?');
  const [download] = await Promise.all([
    app.page.waitForEvent('download'),
    asked.getByRole('button', { name: 'Save file: Everything, as JSON' }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toContain('Oat milk');
  const last = asked.getByRole('button', { name: 'Delete for ever' });
  expect(await last.isDisabled()).toBe(true);
  await asked.getByLabel(`To go on, type ${EMAIL}`).fill(EMAIL);
  expect(await flaws()).toEqual([]);
  await last.click();
  await app.page.getByText('This account does not exist any more.').waitFor();
  await app.signUp(EMAIL);
  expect(await app.row('Oat milk').count()).toBe(0);
});
