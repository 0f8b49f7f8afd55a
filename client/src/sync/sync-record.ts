import type { EventRef, Outcome, SyncEvent } from './sync-event.ts';

/** Since the account was opened on this device. */
export interface SyncCounters {
  /** Events that were made durable here. */
  readonly queued: number;
  /** Events that the server has in its log: applied, merged and conflicting ones. */
  readonly pushed: number;
  readonly merged: number;
  readonly conflicted: number;
  readonly rejected: number;
  /** Events that the server had already when they came. */
  readonly resent: number;
  /** Requests with events; those of them that came after one that failed; those that were not answered. */
  readonly attempts: number;
  readonly retried: number;
  readonly failed: number;
}

/** One receipt, as the person may look it up. */
export interface ReceiptLine extends EventRef {
  /** ISO time. */
  readonly at: string;
  readonly outcome: Outcome;
  readonly code?: string | undefined;
  readonly position?: number | undefined;
  readonly epoch?: string | undefined;
  readonly resent: boolean;
  readonly trace: string;
}

/** A quarter of an hour. */
export interface TimelineSlot {
  /** When it begins; ISO time. */
  readonly at: string;
  readonly queued: number;
  readonly pushed: number;
  readonly rejected: number;
  /** Requests that were not answered. */
  readonly failed: number;
}

export interface SyncRecord {
  /** How many events it was made of: of two, the one with more knows more. */
  readonly length: number;
  readonly counters: SyncCounters;
  /** The newest first. */
  readonly receipts: readonly ReceiptLine[];
  /** The last day, oldest first; a slot in which nothing happened is left out. */
  readonly timeline: readonly TimelineSlot[];
  /** The last request with events that was not answered. */
  readonly lastFailure?: { readonly at: string; readonly code: string } | undefined;
}

export const SLOT = 900_000;
export const DAY = 86_400_000;
const RECEIPTS = 100;

export const EMPTY_RECORD: SyncRecord = {
  length: 0,
  counters: {
    queued: 0,
    pushed: 0,
    merged: 0,
    conflicted: 0,
    rejected: 0,
    resent: 0,
    attempts: 0,
    retried: 0,
    failed: 0,
  },
  receipts: [],
  timeline: [],
};

type Counts = { [name in keyof SyncCounters]?: number };

function countsOf(event: SyncEvent): Counts {
  switch (event.type) {
    case 'queued':
      return { queued: 1 };
    case 'sent':
      return { attempts: 1, retried: event.attempt > 1 ? 1 : 0 };
    case 'failed':
      // Without a trace it was not a request with events that failed.
      return event.trace === undefined ? {} : { failed: 1 };
    case 'answered':
      return {
        pushed: event.outcome === 'rejected' ? 0 : 1,
        merged: event.outcome === 'merged' ? 1 : 0,
        conflicted: event.outcome === 'conflict' ? 1 : 0,
        rejected: event.outcome === 'rejected' ? 1 : 0,
        resent: event.resent ? 1 : 0,
      };
    default:
      return {};
  }
}

/** The record with these events in it, in the order in which they happened. */
export function recordAfter(record: SyncRecord, events: readonly SyncEvent[]): SyncRecord {
  const counters: { -readonly [name in keyof SyncCounters]: number } = { ...record.counters };
  const slots = new Map(record.timeline.map((slot) => [slot.at, slot]));
  const receipts: ReceiptLine[] = [];
  let { lastFailure } = record;
  let latest = 0;
  for (const event of events) {
    const counts = countsOf(event);
    for (const [name, count] of Object.entries(counts)) counters[name as keyof SyncCounters] += count;
    const { queued = 0, pushed = 0, rejected = 0, failed = 0 } = counts;
    latest = Math.max(latest, Date.parse(event.at));
    if (queued + pushed + rejected + failed > 0) {
      const at = new Date(Math.floor(Date.parse(event.at) / SLOT) * SLOT).toISOString();
      const slot = slots.get(at) ?? { at, queued: 0, pushed: 0, rejected: 0, failed: 0 };
      slots.set(at, {
        at,
        queued: slot.queued + queued,
        pushed: slot.pushed + pushed,
        rejected: slot.rejected + rejected,
        failed: slot.failed + failed,
      });
    }
    if (event.type === 'failed') lastFailure = { at: event.at, code: event.code };
    if (event.type === 'answered') {
      const { type: _, ...line } = event;
      receipts.unshift(line);
    }
  }
  // What was taken was made here, also where the page went before that was written down.
  counters.queued = Math.max(counters.queued, counters.pushed);
  return {
    length: record.length + events.length,
    counters,
    lastFailure,
    receipts: [...receipts, ...record.receipts].slice(0, RECEIPTS),
    timeline: [...slots.values()]
      // Also what a clock that was ahead for a while has left behind in the future.
      .filter(({ at }) => Math.abs(latest - Date.parse(at)) < DAY + SLOT)
      .sort((a, b) => (a.at < b.at ? -1 : 1)),
  };
}

/** The share of requests with events that were answered, from 0 to 1; undefined before the first. */
export function successRate({ attempts, failed }: SyncCounters): number | undefined {
  return attempts === 0 ? undefined : Math.max(0, attempts - failed) / attempts;
}
