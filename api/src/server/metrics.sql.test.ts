import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { Feed } from '../feed/feed.ts';
import { LocalWakeups } from '../feed/wakeups.ts';
import type { ApiClient } from '../testing/api-client.ts';
import { NOW, replay, TestServer } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';
import { listenForMetrics, type MetricsListener } from './metrics-listener.ts';
import { projections } from './services.ts';

let api: TestServer;
let me: ApiClient;
let listener: MetricsListener;

beforeAll(async () => {
  api = await TestServer.start({ maxEvents: 6 });
  me = await api.newAccount('canary@example.org');
  listener = await listenForMetrics(api.server.services.metrics.registry, { port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await listener?.close();
  await api?.close();
});

/** By series, as Prometheus reads them. */
async function scrape(): Promise<Map<string, number>> {
  const text = await (await fetch(`${listener.address}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

test('[SAFE1] the metrics say what was done, by labels that no caller can make more of', async () => {
  const writer = new Writer(NOW - 60_000);
  const taskId = writer.newId();
  const create = writer.event('createTask', { taskId, title: 'Canary title', order: 'a0' });
  await replay(me, create, writer.event('completeTask', { taskId }, { parentVersion: 1 }));
  await replay(me, create, writer.event('paintTask', { taskId }));
  await replay(
    me,
    ...Array.from({ length: 6 }, () => writer.event('createTask', { taskId: writer.newId(), title: 'x', order: 'a0' })),
  );
  await me.ask('query Canary { me { id } }');
  await me.ask('query { nothing }');
  await me.post('{');
  await api.nobody.ask('{ me { id } }');
  const client = createClient({
    url: `${me.address.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${me.token}` },
  });
  const pages = client.iterate({ query: 'subscription { changes { head } }' });
  await pages.next();
  const phone = await api.nobody.signIn('canary@example.org', { deviceName: 'Canary phone' });
  await me.ask('mutation ($id: ID!) { signOutDevice(id: $id) }', { id: phone.deviceId });

  const found = await scrape();
  const value = (series: string) => found.get(series);
  const text = [...found.keys()].join('\n');
  expect(value('cairn_events_total{outcome="applied"}')).toBe(6);
  expect(value('cairn_events_total{outcome="resent"}')).toBe(1);
  expect(value('cairn_events_total{outcome="UNKNOWN_EVENT"}')).toBe(1);
  expect(value('cairn_events_total{outcome="QUOTA_EXCEEDED"}')).toBe(2);
  expect(value('cairn_append_seconds_count')).toBe(3);
  expect(value('cairn_append_batch_events_sum')).toBe(10);
  expect(value('cairn_append_group_appends_sum')).toBe(3);
  // What was sent again.
  expect(value('cairn_append_retries_total')).toBe(1);
  expect(value('cairn_feed_pages_total')).toBe(1);
  expect(value('cairn_feed_changes_total')).toBe(5);
  expect(value('cairn_sockets')).toBe(1);
  expect(value('cairn_feed_subscribers')).toBe(1);
  expect(value('cairn_feed_lag_events')).toBe(0);
  expect(value('cairn_database_up')).toBe(1);
  expect(value('cairn_wakeups_up')).toBe(1);
  expect(value('cairn_wakeups_total{direction="sent"}')).toBe(2);
  expect(value('cairn_wakeups_total{direction="heard"}')).toBe(2);
  expect(value('cairn_sessions_ended_total')).toBeGreaterThanOrEqual(1);
  expect(value('cairn_requests_total{transport="http",operation="mutation",code="OK"}')).toBe(6);
  expect(value('cairn_requests_total{transport="http",operation="query",code="OK"}')).toBe(1);
  expect(value('cairn_requests_total{transport="http",operation="query",code="UNAUTHENTICATED"}')).toBe(1);
  expect(value('cairn_requests_total{transport="http",operation="none",code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
  expect(value('cairn_requests_total{transport="http",operation="none",code="BAD_REQUEST"}')).toBe(1);
  expect(value('cairn_requests_total{transport="socket",operation="subscription",code="OK"}')).toBe(1);
  expect(text).toMatch(/process_resident_memory_bytes/);
  expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds/);
  expect(text).not.toMatch(/canary/i);
  for (const id of [me.accountId, me.deviceId, phone.deviceId, taskId]) expect(text).not.toContain(id);
  await client.dispose();
});

test('[SAFE3] nothing is at /metrics on the public address, and nothing else on that of the metrics', async () => {
  expect((await fetch(`${me.address}/metrics`)).status).toBe(404);
  for (const path of ['/', '/graphql', '/metrics/..']) expect((await fetch(listener.address + path)).status).toBe(404);
  expect((await fetch(`${listener.address}/metrics`, { method: 'POST' })).status).toBe(404);
});

test('[SAFE3] the metrics answer while the database does not', async () => {
  await api.database.asOwner('REVOKE SELECT ON "Log" FROM cairn_app');
  try {
    expect((await scrape()).get('cairn_database_up')).toBe(0);
  } finally {
    await api.database.asOwner('GRANT SELECT ON "Log" TO cairn_app');
  }
  expect((await scrape()).get('cairn_database_up')).toBe(1);
});

test('[A8] lag says how far the slowest subscription is behind what was heard', async () => {
  const wakeups = new LocalWakeups();
  const feed = new Feed({ prisma: api.database.prisma, projections, wakeups });
  const subscriber = await feed.subscribe(me.accountId, null);
  await subscriber.next();
  wakeups.publish({ accountId: me.accountId, position: 9 });
  wakeups.publish({ accountId: me.accountId, position: 8 });
  wakeups.publish({ accountId: me.deviceId, position: 1_000 });
  expect(feed.lag).toBe(3);
  await subscriber.return();
  expect(feed.lag).toBe(0);
  await feed.close();
});
