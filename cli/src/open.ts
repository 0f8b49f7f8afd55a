import { memoryStorage, openCairn, type Cairn, type ClientStorage, type SyncStatus } from '@cairn/client';
import { nodeEnvironment } from '@cairn/client/node';
import type { Payloads } from '@cairn/domain';
import { WebSocket } from 'ws';
import { app } from './app.ts';
import type { Home, Session } from './home.ts';

export type AppCairn = Cairn<Payloads>;

function open(home: Home, session: Session, storage: ClientStorage): Promise<AppCairn> {
  return openCairn<Payloads>({
    app,
    identity: session,
    url: `${session.url}/graphql`,
    webSocketUrl: `${session.url.replace(/^http/, 'ws')}/graphql`,
    token: home.token(),
    environment: nodeEnvironment({ webSocket: WebSocket }),
    storage,
  });
}

/** Does something with this device's client, alone in its folder. */
export async function withCairn<T>(home: Home, work: (cairn: AppCairn, session: Session) => Promise<T>): Promise<T> {
  const release = await home.lock();
  try {
    const session = home.mustHaveSession();
    const cairn = await open(home, session, home.storage(session));
    try {
      return await work(cairn, session);
    } finally {
      await cairn.close();
    }
  } finally {
    release();
  }
}

/** One that only looks on: it writes nothing, so it shares the folder with whoever does. */
export function openToWatch(home: Home): Promise<AppCairn> {
  return open(home, home.mustHaveSession(), memoryStorage());
}

/** Nothing more is to be expected of the road for now. */
function isStuck({ road, lastError }: SyncStatus): boolean {
  return (
    road === 'signed-out' ||
    road === 'blocked' ||
    ((road === 'offline' || road === 'unreachable') && lastError !== undefined)
  );
}

export function isSynced({ saving, pending, parked, caughtUp, road }: SyncStatus): boolean {
  return saving === 0 && pending === 0 && parked === 0 && caughtUp && road === 'open';
}

/**
 * Until all is on the server and all of the server is here, or it is clear that this will take longer.
 * @param ms at most
 * @param isPatient waits also for a road that is not there
 */
export async function settle({ status }: AppCairn, ms: number, isPatient = false): Promise<SyncStatus> {
  const isOver = () => {
    const now = status.get();
    const isDone = now.pending === 0 && now.caughtUp && now.road === 'open';
    return isDone || now.road === 'signed-out' || (!isPatient && isStuck(now));
  };
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    const unsubscribe = status.subscribe(() => isOver() && done());
    function done(): void {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    }
    if (isOver()) done();
  });
  return status.get();
}
