import { isIP } from 'node:net';
import { apiError } from '../errors.ts';
import { isPublicAddress } from './address-guard.ts';

export const URL_MAX = 2_048;

/** Beside the usual one only ports that no system's own service listens on. */
const PORT = 443;
const FIRST_FREE_PORT = 1_024;

/**
 * Where a webhook may be sent to, normalised. What its name means is looked at when it is connected to, every time.
 * @param allowPrivate also http, and any address and port: for development
 * @throws WEBHOOK_URL_REFUSED
 */
export function checkWebhookUrl(text: string, allowPrivate: boolean): string {
  const url = text.length <= URL_MAX && URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw refuse(`is an absolute address of at most ${URL_MAX} characters`);
  if (url.username !== '' || url.password !== '') throw refuse('holds no credentials: the signature says who sends');
  if (url.hash !== '') throw refuse('has no fragment: it would not be sent');
  if (allowPrivate && url.protocol === 'http:') return url.href;
  if (url.protocol !== 'https:') throw refuse('begins with https:');
  if (allowPrivate) return url.href;
  const port = Number(url.port || PORT);
  if (port !== PORT && port < FIRST_FREE_PORT) throw refuse(`has the port ${PORT}, or one from ${FIRST_FREE_PORT}`);
  const host = hostOf(url);
  if (/(^|\.)localhost\.?$/.test(host) || (isIP(host) !== 0 && !isPublicAddress(host))) {
    throw refuse('is of the public internet');
  }
  return url.href;
}

/** Without the brackets around an address of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

function refuse(rule: string) {
  return apiError('WEBHOOK_URL_REFUSED', `the url of a webhook ${rule}`);
}
