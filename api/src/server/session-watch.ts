import { GraphQLError } from 'graphql';
import { deviceKey, type DeviceRef, type Session } from '../account/session.ts';
import type { Services } from './services.ts';

interface Watched {
  readonly session: Session;
  readonly onEnded: () => void;
}

/**
 * Looks after the sessions of what stays open: told when one ends here, and asked from time to time, since other
 * processes end them, too. That a token has expired ends nothing: its session goes on.
 */
export class SessionWatch {
  readonly #services: Pick<Services, 'sessions' | 'credentials'>;
  readonly #watched = new Set<Watched>();
  readonly #recheck: NodeJS.Timeout;

  /** @param recheckEvery milliseconds */
  constructor(services: Pick<Services, 'sessions' | 'credentials'>, recheckEvery: number) {
    this.#services = services;
    services.sessions.onEnded((device: DeviceRef) => {
      for (const watched of this.#watched) {
        if (deviceKey(watched.session) === deviceKey(device)) void this.#check(watched);
      }
    });
    this.#recheck = setInterval(() => {
      for (const watched of this.#watched) void this.#check(watched);
    }, recheckEvery).unref();
  }

  /** Answers how to look after it no longer. */
  add(session: Session, onEnded: () => void): () => void {
    const watched = { session, onEnded };
    this.#watched.add(watched);
    return () => void this.#watched.delete(watched);
  }

  close(): void {
    clearInterval(this.#recheck);
  }

  async #check(watched: Watched): Promise<void> {
    try {
      await this.#services.credentials.check(watched.session);
    } catch (error) {
      // Anything else is the database's fault, and says nothing about the session.
      if (error instanceof GraphQLError && this.#watched.delete(watched)) watched.onEnded();
    }
  }
}
