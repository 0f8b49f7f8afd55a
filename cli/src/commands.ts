import { statSync } from 'node:fs';
import type { Entity } from '@cairn/domain';
import { INBOX } from './app.ts';
import type { Home } from './home.ts';
import { isSynced, openToWatch, settle, withCairn } from './open.ts';
import { changes, lineOf, reason, whereabouts } from './say.ts';
import { endSession, enter, type Credentials } from './server.ts';
import { Tasks, type NewTask } from './tasks.ts';
import { UsageError } from './usage-error.ts';

/** What a command says at its end. */
export interface Told {
  readonly text: string;
  /** Something that should be on the server is not. */
  readonly isBehind?: boolean;
}

/** How long a command waits for the road before it goes on without. Milliseconds. */
const SHORTLY = 3_000;
/** As long as the first load of an account may take. Milliseconds. */
const FIRST_LOAD = 60_000;

export async function signIn(home: Home, given: Omit<Credentials, 'deviceIds'>): Promise<Told> {
  const release = await home.lock();
  try {
    const old = home.session();
    const session = await enter({ ...given, deviceIds: old ? [old.deviceId] : [] });
    if (old && old.accountId !== session.accountId && hasOutbox(home, old.accountId)) {
      await endSession(session).catch(() => undefined);
      throw new UsageError(
        `This folder is of ${old.email}. Sign out there first, or name another folder with CAIRN_HOME.`,
      );
    }
    home.keep(session);
  } finally {
    release();
  }
  return withCairn(home, async (cairn, { email, url }) => {
    const status = await settle(cairn, FIRST_LOAD);
    return {
      text: `Signed in to ${url} as ${email}. ${new Tasks(cairn).everyOpen().length} open tasks are here.`,
      isBehind: !status.caughtUp,
    };
  });
}

function hasOutbox(home: Home, accountId: string): boolean {
  return statSync(home.folderOf(accountId), { throwIfNoEntry: false }) !== undefined;
}

export function add(home: Home, task: NewTask): Promise<Told> {
  return withCairn(home, async (cairn) => {
    const tasks = new Tasks(cairn);
    const added = await tasks.add(task);
    return { text: `Added ${tasks.shortId(added)}  ${lineOf(added)}  (${whereabouts(await settle(cairn, SHORTLY))})` };
  });
}

export function done(home: Home, said: string): Promise<Told> {
  return withCairn(home, async (cairn) => {
    // What was added elsewhere meanwhile can be named too.
    await settle(cairn, SHORTLY);
    const tasks = new Tasks(cairn);
    const task = tasks.one(said);
    await tasks.complete(task, new Date().toLocaleDateString('sv-SE'));
    return { text: `Completed ${String(task.fields.title)}  (${whereabouts(await settle(cairn, SHORTLY))})` };
  });
}

export function list(home: Home, name: string | undefined, isJson: boolean): Promise<Told> {
  return withCairn(home, async (cairn) => {
    const status = await settle(cairn, SHORTLY);
    const tasks = new Tasks(cairn);
    const lists = [
      { id: INBOX, title: 'Inbox' },
      ...tasks.lists().map(({ id, fields }) => ({ id, title: String(fields.name) })),
    ];
    const wanted = name === undefined ? undefined : tasks.listNamed(name);
    const shown = lists.filter(({ id }) => wanted === undefined || id === wanted);
    if (isJson) {
      const found = shown
        .flatMap(({ id }) => tasks.open(id))
        .map(({ id, version, fields }) => ({ id, version, ...fields }));
      return { text: JSON.stringify(found, null, 2) };
    }
    const parts = shown.flatMap(({ id, title }) => {
      const open = tasks.open(id);
      if (open.length === 0 && wanted === undefined) return [];
      return [title, ...open.map((task) => `  ${tasks.shortId(task)}  ${lineOf(task)}`), ''];
    });
    const end = isSynced(status) ? [] : [`As of ${status.lastSyncedAt ?? 'the last time'}: ${reason(status)}.`];
    const lines = parts.length > 0 ? parts : ['Nothing is open.'];
    return { text: [...lines, ...end].join('\n') };
  });
}

export function sync(home: Home, ms: number): Promise<Told> {
  return withCairn(home, async (cairn) => {
    const status = await settle(cairn, ms, true);
    const parked = cairn.parked.get().map(({ mutation, code, message }) => `  ${mutation}: ${code}, ${message}`);
    if (parked.length > 0) return { text: [`The server has refused:`, ...parked].join('\n'), isBehind: true };
    if (isSynced(status)) return { text: 'Everything is on the server.' };
    const what = status.pending > 0 ? `${changes(status.pending)} wait here` : 'What others did is not here yet';
    return { text: `${what}: ${reason(status)}.`, isBehind: true };
  });
}

export function status(home: Home, isJson: boolean): Promise<Told> {
  return withCairn(home, async (cairn, { url, email }) => {
    const now = await settle(cairn, SHORTLY);
    if (isJson) return { text: JSON.stringify({ url, email, ...now }, null, 2) };
    const state = isSynced(now)
      ? 'Everything is on the server.'
      : `${changes(now.pending)} waiting, ${changes(now.parked)} refused: ${reason(now)}.`;
    return { text: `${email} at ${url}\n${state}` };
  });
}

export async function signOut(home: Home, isDiscarding: boolean): Promise<Told> {
  return withCairn(home, async (cairn, session) => {
    const { pending, parked } = await settle(cairn, SHORTLY);
    if (pending + parked > 0 && !isDiscarding) {
      throw new UsageError(
        `${changes(pending + parked)} would be lost. Send them with cairn sync, or sign out with --discard.`,
      );
    }
    // First here: what is left on a disk is worse than a session that nobody uses.
    await cairn.wipe();
    home.forget();
    const isTold = await endSession(session).then(
      () => true,
      () => false,
    );
    const there = isTold ? '' : ' The server could not be told: end that session in the settings of another device.';
    return { text: `Signed out; nothing of ${session.email} is here any more.${there}` };
  });
}

/** Until the process is told to end. */
export async function watch(home: Home, isJson: boolean): Promise<Told> {
  const cairn = await openToWatch(home);
  const now = await settle(cairn, FIRST_LOAD, true);
  if (now.road === 'signed-out') throw new UsageError('This session has ended: cairn sign-in');
  process.stderr.write('Watching; Ctrl+C ends it.\n');
  const say = (entity: Entity) => {
    const { type, id, version, fields } = entity;
    if (isJson) return JSON.stringify({ type, id, version, ...fields });
    const state = fields.deletedAt ? 'deleted' : fields.completedAt ? 'completed' : version === 1 ? 'added' : 'changed';
    return `${state.padEnd(9)}  ${type.padEnd(4)}  ${type === 'Task' ? lineOf(entity) : String(fields.title ?? fields.name ?? '')}`;
  };
  cairn.changes.subscribe((changed) => {
    for (const { after } of changed) if (after) process.stdout.write(`${say(after)}\n`);
  });
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await cairn.close();
  return { text: '' };
}
