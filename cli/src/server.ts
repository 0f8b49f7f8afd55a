import { hostname } from 'node:os';
import type { Session } from './home.ts';
import { UsageError } from './usage-error.ts';

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** @throws UsageError with what the server says, or that there is no way to it */
async function ask(url: string, query: string, variables: object, token?: string): Promise<Answer['data'] & object> {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  }).catch((error: unknown) => {
    const { cause } = error as { cause?: { code?: string } };
    throw new UsageError(`${url} does not answer${cause?.code ? ` (${cause.code})` : ''}.`);
  });
  const { data, errors } = (await response.json().catch(() => ({}))) as Answer;
  const [error] = errors ?? [];
  if (error) throw new UsageError(`${error.extensions?.code ?? 'REFUSED'}: ${error.message}`);
  if (!data) throw new UsageError(`${url} is no Cairn server: it answered ${response.status}.`);
  return data;
}

export interface Credentials {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  readonly isNew: boolean;
  /** The device that this folder was before: what waits in its outbox stays its own past. */
  readonly deviceIds: readonly string[];
}

/** A session of a device with an outbox. @throws UsageError */
export async function enter({ url, email, password, isNew, deviceIds }: Credentials): Promise<Session> {
  const [mutation, type] = isNew ? (['signUp', 'SignUpInput'] as const) : (['signIn', 'SignInInput'] as const);
  const input = {
    email,
    password,
    deviceName: `cairn on ${hostname()}`.slice(0, 100),
    kind: 'BROWSER',
    ...(isNew || deviceIds.length === 0 ? {} : { deviceIds }),
  };
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { token accountId deviceId } }`;
  const data = await ask(url, query, { input });
  return { url, email, ...(data[mutation] as Pick<Session, 'token' | 'accountId' | 'deviceId'>) };
}

/** Ends the session there. @throws UsageError */
export async function endSession({ url, token }: Session): Promise<void> {
  await ask(url, 'mutation { signOut }', {}, token);
}
