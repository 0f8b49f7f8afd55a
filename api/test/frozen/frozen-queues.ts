import type { Receipt } from '../../src/append/receipt-type.ts';
import type { ApiClient } from '../../src/testing/api-client.ts';

/** An entry of an outbox, exactly as the client of a release stored it. */
export interface FrozenEntry {
  readonly sequence: number;
  readonly mutation: string;
  readonly input: { readonly event: { readonly id: string } };
}

/** What one device had in its outbox when the road came back. */
export interface FrozenQueue {
  readonly device: string;
  readonly entries: readonly FrozenEntry[];
}

/** Queues as one release stored them, in the order in which they were sent, and what its server made of them. */
export interface FrozenQueues {
  readonly release: string;
  /** Milliseconds since 1970, on the server. */
  readonly now: number;
  readonly account: string;
  readonly queues: readonly FrozenQueue[];
  /** By queue, one for each entry. */
  readonly receipts: readonly (readonly FrozenReceipt[])[];
  /** Every entity in the end, in order of position. */
  readonly entities: readonly object[];
}

export type FrozenReceipt = Pick<
  Receipt,
  'eventId' | 'status' | 'code' | 'entityType' | 'entityId' | 'version' | 'position' | 'resent' | 'clockClamped'
>;

const SEND = `mutation ($events: [EventInput!]!) { replayEvents(events: $events) {
  eventId status code entityType entityId version position resent clockClamped } }`;

/** Sends the entries as they are stored, in one batch. */
export async function send(client: ApiClient, { entries }: FrozenQueue): Promise<readonly FrozenReceipt[]> {
  const { data, errors } = await client.ask(SEND, {
    events: entries.map(({ mutation, input }) => ({ [mutation]: input })),
  });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.replayEvents;
}
