import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, type Registry } from 'prom-client';

export interface MetricsListener {
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves `/metrics` on an address of its own, with those of the process. Never on the public one: what is counted there is
 * for the operator alone.
 * @param port 0 takes a free one
 */
export async function listenForMetrics(
  registry: Registry,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<MetricsListener> {
  collectDefaultMetrics({ register: registry });
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    address: `http://${host}:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}
