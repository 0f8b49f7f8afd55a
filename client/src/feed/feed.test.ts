import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { registry } from '@cairn/domain';
import type { Environment } from '../environment/environment.ts';
import { createDocuments } from '../link/documents.ts';
import { ManualTime, settled } from '../testing/manual-time.ts';
import { Feed, type ChangePage } from './feed.ts';
import type { Socket } from './socket.ts';

const page = (cursor: string, hasMore = false): ChangePage => ({
  changes: [],
  cursor,
  epoch: 'e1',
  hasMore,
  head: 0,
});

/** A feed on manual time; `ask` answers the queries, `socket` says whether sockets open. */
function rig(
  ask: (after: string | null, n: number) => ChangePage | Promise<ChangePage>,
  socket: () => 'open' | 'refused',
) {
  const time = new ManualTime();
  const start = time.now();
  const log: string[] = [];
  const say = (line: string) => log.push(`${(time.now() - start) / 1_000}s ${line}`);
  const stop = new AbortController();
  let cursor: string | null = null;
  let asked = 0;
  let push: ((page: ChangePage) => void) | undefined;
  let close: ((code: number) => void) | undefined;
  const feed = new Feed(
    {
      documents: createDocuments(registry),
      async request<T>(_document: unknown, { after }: Readonly<Record<string, unknown>>) {
        asked += 1;
        say(`ask ${String(after)}`);
        return { changes: await ask(after as string | null, asked) } as T;
      },
      openSocket: async () =>
        ({
          subscribe(_document, variables, sink) {
            say(`follow ${String(variables.after)}`);
            if (socket() === 'refused') queueMicrotask(() => sink.error(new Error('refused')));
            else push = (next) => sink.next({ data: { changes: next } as never });
            close = (code) => sink.error({ code });
            return () => undefined;
          },
          terminate: () => undefined,
          dispose: () => undefined,
        }) satisfies Socket,
      environment: {
        now: time.now,
        schedule: time.schedule,
        random: () => new Uint8Array([255, 255]),
      } as unknown as Environment,
      cursor: () => cursor,
      apply(next) {
        cursor = next.cursor;
        if (!next.hasMore) say('caught up');
      },
      onExpired() {
        cursor = null;
        say('expired');
      },
      onFailure: ({ code }) => say(`failed ${code}`),
      onEnded: () => say('cut off'),
    },
    stop.signal,
  );
  const running = feed.run();
  return {
    feed,
    log,
    time,
    forget: () => (cursor = null),
    push: (next: ChangePage) => push!(next),
    close: (code: number) => close!(code),
    end: () => (stop.abort(), running),
  };
}

test('[F1] pages until there are no more, then the subscription from the same cursor', async () => {
  const { log, push, end } = rig(
    (_after, n) => page(`c${n}`, n < 3),
    () => 'open',
  );
  await settled();
  push(page('c4'));
  expect(log).toEqual(['0s ask null', '0s ask c1', '0s ask c2', '0s caught up', '0s follow c3', '0s caught up']);
  await end();
});

test('[C3] what has to be there by now is asked for anew: a page on its way may be older', async () => {
  let answer = (_page: ChangePage) => {};
  const { feed, log, end } = rig(
    (_after, n) => (n === 1 ? new Promise((resolve) => (answer = resolve)) : page(`c${n}`)),
    () => 'open',
  );
  const both = Promise.all([feed.pullAnew(), feed.pullAnew()]);
  expect(log).toEqual(['0s ask null']);
  answer(page('c1'));
  await both;
  expect(log.filter((line) => line.includes('ask'))).toEqual(['0s ask null', '0s ask c1']);
  await end();
});

test('[F4] [S8] a page that was asked for before the load began anew is not taken in', async () => {
  let answer = (_page: ChangePage) => {};
  const { feed, log, forget, end } = rig(
    (_after, n) => (n === 2 ? new Promise((resolve) => (answer = resolve)) : page(`c${n}`)),
    () => 'open',
  );
  await settled();
  const pulled = feed.pull();
  forget();
  feed.askAnew();
  answer(page('of the log before'));
  await pulled;
  expect(log.filter((line) => line.includes('ask'))).toEqual(['0s ask null', '0s ask c1', '0s ask null']);
  await settled();
  expect(log.at(-1)).toBe('0s follow c3');
  await end();
});

test('[fault F19] [F1] after a cut it goes on from the newest cursor', async () => {
  const { feed, log, push, end } = rig(
    (after) => page(after ?? 'c1'),
    () => 'open',
  );
  await settled();
  push(page('c2'));
  feed.kick();
  await settled();
  expect(log.slice(-3)).toEqual(['0s ask c2', '0s caught up', '0s follow c2']);
  await end();
});

test('[F1] [F5] a server that stops sends it elsewhere at once, from the newest cursor; one that only ever stops does not', async () => {
  const { log, time, push, close, end } = rig(
    (after) => page(after ?? 'c1'),
    () => 'open',
  );
  await settled();
  push(page('c2'));
  close(1012);
  await settled();
  expect(log.slice(-3)).toEqual(['0s ask c2', '0s caught up', '0s follow c2']);
  close(1012);
  await settled();
  // What was sent beside it may have failed as well, and waits for longer: it is told before the next page comes.
  await time.advance(1_000);
  expect(log.slice(-5)).toEqual(['0s follow c2', '0s cut off', '1s ask c2', '1s caught up', '1s follow c2']);
  await end();
});

test('[F3] where sockets are refused it asks, at a slowing pace, and says nothing of a failure', async () => {
  const { log, time, end } = rig(
    () => page('c1'),
    () => 'refused',
  );
  await time.advance(60_000);
  const asked = log.filter((line) => line.includes('ask')).map((line) => line.split(' ')[0]);
  expect(asked).toEqual(['0s', '1s', '3s', '7s', '15s', '25s', '35s', '45s', '55s']);
  expect(log.some((line) => line.includes('failed'))).toBe(false);
  await end();
});

test('[O3] a road that is down is told, and tried again with backoff', async () => {
  const { log, time, end } = rig(
    (_after, n) => {
      if (n < 3) throw new TypeError('Failed to fetch');
      return page('c1');
    },
    () => 'open',
  );
  await time.advance(10_000);
  expect(log).toEqual([
    '0s ask null',
    '0s failed NETWORK',
    '1s ask null',
    '1s failed NETWORK',
    '3s ask null',
    '3s caught up',
    '3s follow c1',
  ]);
  await end();
});

test('[fault F36] [O7] a pause that the server asked for is cut short by nobody', async () => {
  const { feed, log, time, end } = rig(
    (_after, n) => {
      if (n > 1) return page('c1');
      throw new CombinedGraphQLErrors({
        errors: [{ message: '', extensions: { code: 'RATE_LIMITED', retryAfter: 30 } }],
      });
    },
    () => 'open',
  );
  for (let second = 0; second < 29; second += 1) {
    await time.advance(1_000);
    feed.kick();
  }
  expect(log).toEqual(['0s ask null', '0s failed RATE_LIMITED']);
  await time.advance(2_000);
  expect(log.slice(2, 4)).toEqual(['30s ask null', '30s caught up']);
  await end();
});
