import type { GraphiQLProps } from 'graphiql';
import { getOperationAST, OperationTypeNode, parse, type ExecutionResult, type OperationDefinitionNode } from 'graphql';
import { createClient } from 'graphql-ws';

type Fetcher = GraphiQLProps['fetcher'];
interface Request {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown> | null;
}
type Headers = Readonly<Record<string, string>>;

/** Milliseconds between pings: a socket that is half open must not look like one on which nothing happens. */
const PING_EVERY = 10_000;

/** Queries and mutations over HTTP, subscriptions over WebSocket, both with the headers that were written beside them. */
export function fetcher(path: string): Fetcher {
  return ({ query, operationName, variables }, options) => {
    const headers = (options?.headers ?? {}) as Headers;
    const operation = operationOf(query, operationName);
    const request = { query, variables, operationName: operation?.name?.value ?? null };
    return operation?.operation === OperationTypeNode.SUBSCRIPTION
      ? subscribe(path, request, headers)
      : askRefreshed(path, request, headers);
  };
}

/** Read from the text itself: what GraphiQL knows of it is a moment older, and names what is not there any more. */
function operationOf(query: string, name: string | null | undefined): OperationDefinitionNode | null | undefined {
  try {
    const document = parse(query, { noLocation: true });
    return (name && getOperationAST(document, name)) || getOperationAST(document);
  } catch {
    // The server says better what is wrong with it.
    return undefined;
  }
}

async function ask(path: string, request: Request, headers: Headers): Promise<ExecutionResult> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(request),
  });
  return (await response.json()) as ExecutionResult;
}

/** A session's token is good for an hour, and this page may have been open for longer. A program's token has no successor. */
async function askRefreshed(path: string, request: Request, headers: Headers): Promise<ExecutionResult> {
  const answer = await ask(path, request, headers);
  if (authorizationOf(headers) !== undefined || codeOf(answer) !== 'SESSION_EXPIRED') return answer;
  await ask(path, { query: 'mutation { refreshSession { expiresAt } }' }, {});
  return ask(path, request, headers);
}

async function* subscribe(path: string, request: Request, headers: Headers): AsyncGenerator<ExecutionResult> {
  const authorization = authorizationOf(headers);
  if (authorization === undefined) {
    // A socket says no more than that it was closed; over HTTP there is a code, and a session that expired is refreshed.
    const asked = await askRefreshed(path, { query: '{ changes(first: 1) { head } }' }, headers);
    if (asked.errors) {
      yield asked;
      return;
    }
  }
  const client = createClient({
    url: new URL(path, location.href.replace(/^http/, 'ws')).href,
    connectionParams: authorization === undefined ? {} : { authorization },
    keepAlive: PING_EVERY,
    retryAttempts: 0,
  });
  try {
    yield* client.iterate(request) as AsyncIterable<ExecutionResult>;
  } catch (error) {
    throw error instanceof CloseEvent ? new Error(`The socket was closed: ${error.code} ${error.reason}`) : error;
  } finally {
    await client.dispose();
  }
}

function authorizationOf(headers: Headers): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
}

function codeOf({ errors }: ExecutionResult): unknown {
  return errors?.[0]?.extensions?.['code'];
}
