import { readText, storeText } from './stored-text.ts';

/** The device whose session the server still holds open, of somebody who signed out without a network. */
const OWED = 'cairn.session-to-end';

export function owedSession(): string | null {
  return readText(OWED);
}

/** Null: the server has heard of it. */
export function oweSession(deviceId: string | null): void {
  storeText(OWED, deviceId);
}

/** Cannot fail: without a network the server hears of it at the next contact, before anything else. */
export function endSession(deviceId: string): void {
  oweSession(deviceId);
  settleSession();
}

/** Tries what is owed, if anything is. In a file of its own: few owe anything. */
export function settleSession(): void {
  if (owedSession() === null) return;
  void import('./session.ts').then(({ endOwedSession }) => endOwedSession()).catch(() => undefined);
}
