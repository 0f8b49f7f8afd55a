import type { Rate } from './rates.ts';

/** What one client may ask for, by whatever transport. Infinity lifts a limit. */
export interface Limits {
  /** Lexical tokens of a document. */
  readonly tokens: number;
  /** Fields inside fields, fragments counted. */
  readonly depth: number;
  /** Fields of an operation's root. */
  readonly rootFields: number;
  readonly aliases: number;
  readonly directives: number;
  /** Fields that stand in one selection under the same name. */
  readonly repeats: number;
  readonly fragments: number;
  /** Points of an operation; see `operation-cost.ts`. */
  readonly cost: number;
  /** Bytes of a request over HTTP. */
  readonly bodyBytes: number;
  /** Bytes of a message to a socket. */
  readonly frameBytes: number;
  readonly subscriptionsPerSocket: number;
  /** Sockets and event streams of one session at this process. */
  readonly socketsPerSession: number;
  /** Events that one device appends. */
  readonly appends: Rate;
  /** Failed attempts to sign in: at one e-mail from one address; from one address; at one e-mail. */
  readonly signIns: Rate;
  readonly signInsFromAddress: Rate;
  readonly signInsOfEmail: Rate;
  /** New accounts from one address. */
  readonly signUps: Rate;
  /** Test messages of an account's webhooks. */
  readonly webhookTests: Rate;
}

const MINUTE = 60_000;

export const LIMITS: Limits = {
  tokens: 10_000,
  depth: 10,
  rootFields: 100,
  aliases: 200,
  directives: 50,
  repeats: 10,
  fragments: 50,
  cost: 200_000,
  bodyBytes: 256 * 1024,
  frameBytes: 64 * 1024,
  subscriptionsPerSocket: 10,
  socketsPerSession: 50,
  appends: { count: 30_000, window: MINUTE },
  signIns: { count: 10, window: 15 * MINUTE },
  signInsFromAddress: { count: 100, window: 15 * MINUTE },
  signInsOfEmail: { count: 50, window: 15 * MINUTE },
  signUps: { count: 300, window: 60 * MINUTE },
  webhookTests: { count: 10, window: MINUTE },
};
