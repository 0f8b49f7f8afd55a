import { PROTOCOL } from '@cairn/domain';
import { createClient, type Client } from 'graphql-ws';
import type { Environment } from '../environment/environment.ts';
import { authorization, type TokenStore } from '../link/session.ts';

/** Milliseconds between pings, and until an unanswered one means that the socket is dead. */
const PING_EVERY = 10_000;
const PONG_WITHIN = 5_000;

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
}): Client {
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
  return client;
}
