import type { TypedDocumentNode } from '@graphql-typed-document-node/core';

/** A failure with a stable code; `NETWORK` when there was no answer. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const TIMEOUT = 20_000;

/** One question to the server, without an account opened: signing in and out. */
export async function request<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  headers: Readonly<Record<string, string>> = {},
): Promise<Data> {
  const answer = await import('./print.ts')
    .then(({ print }) =>
      fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        credentials: 'same-origin',
        body: JSON.stringify({ query: print(document), variables }),
        signal: AbortSignal.timeout(TIMEOUT),
      }),
    )
    .then((response) => response.json() as Promise<Answer<Data>>)
    .catch(() => {
      throw new RequestError('NETWORK', 'there was no answer from the server');
    });
  const [error] = answer.errors ?? [];
  if (error) throw new RequestError(error.extensions?.code ?? 'UNKNOWN', error.message);
  if (!answer.data) throw new RequestError('NETWORK', 'the answer holds no data');
  return answer.data;
}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}
