import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ClientStorage, Identity, TokenStore } from '@cairn/client';
import { fileOutboxStore, folderBucketStore } from '@cairn/client/node';
import { DatabaseLockedError, lockFolder } from '@cairn/prisma/folder-lock';
import { UsageError } from './usage-error.ts';

/** Who is signed in here, and where. */
export interface Session extends Identity {
  /** Address of the server, without a path. */
  readonly url: string;
  readonly email: string;
  readonly token: string;
}

/** How long another command that is at work here is waited for. Milliseconds. */
const PATIENCE = 10_000;

/** The folder of this device: its session, and for each account its outbox and what it knows of the server. */
export class Home {
  readonly #folder: string;
  readonly #file: string;

  constructor(env: NodeJS.ProcessEnv = process.env) {
    const data = env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share');
    this.#folder = env['CAIRN_HOME'] || join(data, 'cairn');
    this.#file = join(this.#folder, 'session.json');
  }

  /** Undefined when nobody is signed in. */
  session(): Session | undefined {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8')) as Session;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** @throws UsageError when nobody is signed in */
  mustHaveSession(): Session {
    const session = this.session();
    if (!session)
      throw new UsageError('Nobody is signed in here. Begin with: cairn sign-in you@example.org --server URL');
    return session;
  }

  /** Whole or as it was, and for nobody else to read. */
  keep(session: Session): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeFileSync(`${this.#file}.new`, JSON.stringify(session, null, 2), { mode: 0o600 });
    chmodSync(`${this.#file}.new`, 0o600);
    renameSync(`${this.#file}.new`, this.#file);
  }

  forget(): void {
    rmSync(this.#file, { force: true });
  }

  /** Read anew before each request: `watch` and another command share it. */
  token(): TokenStore {
    return {
      read: () => this.session()?.token ?? '',
      write: (token) => {
        const session = this.session();
        if (session) this.keep({ ...session, token });
      },
    };
  }

  folderOf(accountId: string): string {
    return join(this.#folder, accountId);
  }

  storage({ accountId }: Identity): ClientStorage {
    const folder = this.folderOf(accountId);
    return {
      outbox: fileOutboxStore(join(folder, 'outbox')),
      buckets: folderBucketStore(join(folder, 'confirmed')),
      sent: folderBucketStore(join(folder, 'sent')),
    };
  }

  /**
   * One command at a time: two outboxes on one file would give one sequence to two events.
   * @throws UsageError when another one does not end
   */
  async lock(): Promise<() => void> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const until = Date.now() + PATIENCE;
    for (;;) {
      try {
        return lockFolder(this.#folder).release;
      } catch (error) {
        if (!(error instanceof DatabaseLockedError)) throw error;
        if (Date.now() > until) throw new UsageError(`Another cairn is at work here, as process ${error.pid}.`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}
