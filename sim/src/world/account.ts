import type { Ledger } from './ledger.ts';
import type { People } from './people.ts';
import type { Watch } from './watch.ts';

/** One person's account, and what the world knows of it. */
export interface Account {
  readonly id: string;
  /** A word in everything that is written here, and nowhere else. */
  readonly canary: string;
  readonly ledger: Ledger;
  readonly people: People;
  readonly watch: Watch;
}
