import type { EventStamp, Fields } from '@cairn/domain';

/** What is sent, exactly: stored before the first send and not changed from then on, so that every re-send has the same body. */
export type EventInput = { readonly event: EventStamp } & { readonly [member: string]: unknown };

/** One event in the outbox. Its key is the device's sequence. */
export interface OutboxEntry {
  readonly sequence: number;
  readonly mutation: string;
  readonly input: EventInput;
  /** Why the server rejected it; absent while it waits to be sent [O4]. */
  readonly rejection?: { readonly code: string; readonly message: string } | undefined;
  /** The fields it writes as the person saw them: what a conflict is compared with on this device. Not sent. */
  readonly base?: Fields | undefined;
  /** True while it may still be amended; it is not sent before it is sealed. */
  readonly draft?: true | undefined;
}
