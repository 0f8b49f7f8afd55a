/** Why an attempt failed. Stable: each stands in docs/errors.md. */
export const DELIVERY_CODES = [
  'HTTP_STATUS',
  'TIMEOUT',
  'CONNECTION_FAILED',
  'TLS_FAILED',
  'NAME_NOT_RESOLVED',
  'ADDRESS_REFUSED',
] as const;

export type DeliveryCode = (typeof DELIVERY_CODES)[number];

/** An attempt that got no answer. */
export class DeliveryFailure extends Error {
  override readonly name = 'DeliveryFailure';

  constructor(readonly code: DeliveryCode) {
    super(code);
  }
}

/** What a connection failed of. Everything that is not known is the connection's. */
export function deliveryCodeOf(error: unknown): DeliveryCode {
  if (error instanceof DeliveryFailure) return error.code;
  const { code = '' } = error as { code?: string };
  if (code === 'ETIMEDOUT') return 'TIMEOUT';
  if (/^(ENOTFOUND|EAI_)/.test(code)) return 'NAME_NOT_RESOLVED';
  if (/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO$)/.test(code)) return 'TLS_FAILED';
  return 'CONNECTION_FAILED';
}
