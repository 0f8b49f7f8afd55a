import type { Receipt } from '../link/receipt.ts';

/** A receipt that says no more than this. */
export function testReceipt(status: Receipt['status'], code: string | null = null): Receipt {
  return {
    eventId: null,
    status,
    code,
    message: code,
    version: null,
    position: null,
    epoch: null,
    resent: false,
    clockClamped: false,
    entity: null,
  };
}
