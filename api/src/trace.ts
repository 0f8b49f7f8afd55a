import { randomUUID } from 'node:crypto';

/** W3C trace context of one request: given by the client, or begun here. */
export interface Trace {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** Of this server's part; 16 hexadecimal digits. */
  readonly spanId: string;
  /** Of the caller's part; undefined where the trace begins here. */
  readonly parentId: string | undefined;
}

/** Version 00 ends after the flags; a later one may say more, which begins with another hyphen. */
const TRACEPARENT =
  /^(?:00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}|(?!00|ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?)$/;
const LONGEST = 256;

/** The trace that a `traceparent` names, with a part of its own in it; a new one when it names none. */
export function traceOf(traceparent: unknown): Trace {
  const text = typeof traceparent === 'string' && traceparent.length <= LONGEST ? traceparent : '';
  const [, traceId, parentId, laterTraceId, laterParentId] = TRACEPARENT.exec(text) ?? [];
  const [trace, parent] = [traceId ?? laterTraceId ?? '', parentId ?? laterParentId ?? ''];
  // All zeros stand for none.
  const isGiven = /[1-9a-f]/.test(trace) && /[1-9a-f]/.test(parent);
  return {
    traceId: isGiven ? trace : randomDigits(),
    spanId: randomDigits().slice(16),
    parentId: isGiven ? parent : undefined,
  };
}

/** 32, but for a few bits at random. Not `randomBytes`, which asks the system each time: every request is given one. */
function randomDigits(): string {
  return randomUUID().replaceAll('-', '');
}

/** A `traceresponse` header. */
export function traceResponse({ traceId, spanId }: Trace): string {
  return `00-${traceId}-${spanId}-01`;
}

/** What every line of the log that belongs to a request says of it. */
export function traceFields({ traceId, spanId, parentId }: Trace) {
  return { trace_id: traceId, span_id: spanId, ...(parentId === undefined ? {} : { parent_id: parentId }) };
}
