import type { Server } from 'graphql-ws';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import { told } from './request-log.ts';

const INTERNAL = 1011;

/** Lets a socket speak GraphQL until either side ends it. `send` waits for the network, so a slow reader slows its feed. */
export function transport<Extra extends Record<PropertyKey, unknown>>(
  protocol: Server<Extra>,
  socket: WebSocket,
  extra: Extra,
  pingEvery: number,
  log: Logger,
): void {
  let isAlive = true;
  const ping = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, pingEvery);
  socket.on('pong', () => (isAlive = true));
  socket.on('error', (error) => log.info({ reason: error.message }, 'socket failed'));
  const onClosed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (data) =>
        new Promise((resolve, reject) => {
          if (socket.readyState !== socket.OPEN) return resolve();
          socket.send(data, (error) => (error ? reject(error) : resolve()));
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (data) => {
          handle(String(data)).catch((error: unknown) => {
            if (socket.readyState !== socket.OPEN) return;
            log.error(told(error), 'internal error on a socket');
            socket.close(INTERNAL, 'Internal error');
          });
        }),
    },
    extra,
  );
  socket.once('close', (code, reason) => {
    clearInterval(ping);
    onClosed(code, String(reason)).catch((error: unknown) => log.error(told(error), 'internal error on a socket'));
  });
}
