import { PROTOCOL } from '@cairn/domain';
import { print, type DocumentNode, type FormattedExecutionResult } from 'graphql';
import { createClient, type Sink } from 'graphql-ws';
import type { Environment } from '../environment/environment.ts';
import { authorization, type TokenStore } from '../link/session.ts';

/** Milliseconds between pings, and until an unanswered one means that the socket is dead. */
const PING_EVERY = 10_000;
const PONG_WITHIN = 5_000;

export interface Socket {
  subscribe<Data>(
    document: DocumentNode,
    variables: Readonly<Record<string, unknown>>,
    sink: Sink<FormattedExecutionResult<Data>>,
  ): () => void;
  /** At once, without waiting for anybody. */
  terminate(): void;
  dispose(): void | Promise<void>;
}

/**
 * A socket that notices when it is half open. It never reconnects by itself: a new connection must start from the
 * newest cursor, so the feed decides.
 */
export function createSocket(options: {
  readonly url: string;
  readonly environment: Environment;
  readonly token: TokenStore | undefined;
  /** The device this client believes it is. */
  readonly device: string;
}): Socket {
  let cancel: (() => void) | undefined;
  const client = createClient({
    url: options.url,
    lazy: true,
    retryAttempts: 0,
    keepAlive: PING_EVERY,
    ...(options.environment.webSocket === undefined ? {} : { webSocketImpl: options.environment.webSocket }),
    connectionParams: () => ({ protocol: PROTOCOL, device: options.device, ...authorization(options.token) }),
    on: {
      ping(received) {
        if (!received) cancel = options.environment.schedule(() => client.terminate(), PONG_WITHIN);
      },
      pong(received) {
        if (received) cancel?.();
      },
      closed: () => cancel?.(),
    },
  });
  return {
    subscribe: (document, variables, sink) => client.subscribe({ query: print(document), variables }, sink),
    terminate: () => client.terminate(),
    dispose: () => client.dispose(),
  };
}
