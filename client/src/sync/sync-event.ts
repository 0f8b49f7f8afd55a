import type { EntityRef } from '@cairn/domain';
import type { Failure } from '../link/classify.ts';
import type { Road } from '../status.ts';

/** The event that something happened to. */
export interface EventRef {
  readonly eventId: string;
  readonly mutation: string;
  /** Absent for an event that this release cannot read. */
  readonly entity?: EntityRef | undefined;
}

export type Outcome = 'applied' | 'merged' | 'conflict' | 'rejected';

/** Something that happened on an event's way, as programs hear of it. `trace` finds the request in the server's log. */
export type Happening =
  /** Durable on this device. A draft is told once, when it is begun. */
  | ({ readonly type: 'queued'; readonly isDraft: boolean } & EventRef)
  /** A batch has left. `attempt` counts from 1 since the last one that was answered. */
  | { readonly type: 'sent'; readonly count: number; readonly attempt: number; readonly trace: string }
  /** The attempt was not answered: everything of it stays. `retryAt`: ISO time, absent while only a person can help. */
  | {
      readonly type: 'failed';
      readonly kind: Failure['kind'];
      readonly code: string;
      readonly retryAt?: string | undefined;
      readonly trace?: string | undefined;
    }
  /** The server's receipt. `position` and `epoch` are where it stands in the log; absent where it was rejected. */
  | ({
      readonly type: 'answered';
      readonly outcome: Outcome;
      readonly code?: string | undefined;
      readonly position?: number | undefined;
      readonly epoch?: string | undefined;
      readonly resent: boolean;
      readonly trace: string;
    } & EventRef)
  /** A parked event was written anew by the person, as it was or edited. */
  | ({ readonly type: 'rewritten'; readonly as: string } & EventRef)
  | ({ readonly type: 'discarded' } & EventRef)
  /** A discarded event is parked again. */
  | ({ readonly type: 'restored' } & EventRef)
  | { readonly type: 'exported'; readonly count: number }
  | { readonly type: 'road'; readonly road: Road; readonly code?: string | undefined }
  /** What could be sent has not moved for a while, although nothing speaks against it. ISO time. */
  | { readonly type: 'stalled'; readonly since: string }
  | { readonly type: 'moving' }
  /** Another tab has begun to send for all. `wasTaken`: the one before did not answer any more. */
  | { readonly type: 'leader'; readonly wasTaken: boolean };

/** `at`: ISO time, by this device's clock. */
export type SyncEvent = { readonly at: string } & Happening;
