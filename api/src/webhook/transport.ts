import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { dnsResolve, isPublicAddress, publicLookup, refused, type Resolve } from './address-guard.ts';
import { DeliveryFailure, deliveryCodeOf } from './delivery-failure.ts';
import { hostOf } from './webhook-url.ts';

export interface Message {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

/**
 * Sends a message once.
 * @param signal gives it up
 * @throws DeliveryFailure, or the signal's reason
 */
export type Transport = (message: Message, signal?: AbortSignal) => Promise<Answer>;

export interface TransportOptions {
  /** Also http, and any address: for development. */
  readonly allowPrivate?: boolean | undefined;
  /** For the whole of an attempt. Milliseconds. Default: ten seconds. */
  readonly timeout?: number | undefined;
  /** What names mean. Default: what the DNS says; for development, the system. */
  readonly resolve?: Resolve | undefined;
}

export const TIMEOUT = 10_000;

/** Of an answer's body so much is taken, and dropped: a receiver may finish its sentence. Bytes. */
const BODY_MAX = 4_096;

/**
 * HTTP POST over a connection of its own, so that its address is looked at each time. Follows no redirect: where to is said
 * by the account alone.
 */
export function httpTransport(options: TransportOptions = {}): Transport {
  const { allowPrivate = false, timeout = TIMEOUT, resolve = dnsResolve() } = options;
  const guard: RequestOptions = allowPrivate ? {} : { lookup: publicLookup(resolve) };
  return async ({ url: text, headers, body }, signal) => {
    const url = new URL(text);
    // An address is not looked up.
    const host = hostOf(url);
    if (!allowPrivate && (url.protocol !== 'https:' || (isIP(host) !== 0 && !isPublicAddress(host)))) throw refused();
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      ...guard,
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    });
    let isLate = false;
    const abort = () => void request.destroy();
    const timer = setTimeout(() => {
      isLate = true;
      abort();
    }, timeout);
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    try {
      return await new Promise<Answer>((settle, fail) => {
        request.on('error', fail);
        request.once('response', (response) => {
          const answer = { status: response.statusCode!, retryAfter: response.headers['retry-after'] };
          void drained(response).then(() => settle(answer));
        });
        request.end(body);
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw new DeliveryFailure(isLate ? 'TIMEOUT' : deliveryCodeOf(error));
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      request.destroy();
    }
  };
}

/** Resolves when the answer has ended, however, or is longer than anybody needs. */
function drained(response: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > BODY_MAX) resolve();
    });
    response.on('error', () => resolve());
    response.on('close', () => resolve());
  });
}
