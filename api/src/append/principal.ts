/** Who appends, from the session alone. */
export interface Principal {
  readonly accountId: string;
  readonly deviceId: string;
  /** A program without an outbox: all after `parentVersion` is concurrent, its own events too [M1]. */
  readonly strict: boolean;
}
