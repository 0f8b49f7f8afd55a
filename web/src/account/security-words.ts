interface SecurityEvent {
  readonly kind: string;
  readonly subject?: string | null | undefined;
  readonly device?: { readonly name: string } | null | undefined;
}

type Say = (who: string, subject: string) => string;

const WORDS: { readonly [kind: string]: Say } = {
  SIGNED_UP: (who) => `The account was made on ${who}`,
  SIGNED_IN: (who) => `${who} signed in`,
  SIGN_IN_FAILED: () => 'Somebody gave a wrong password',
  SIGNED_OUT: (who) => `${who} signed out`,
  DEVICE_SIGNED_OUT: (who, subject) => `${who} signed out ${subject}`,
  PASSWORD_CONFIRMED: (who) => `The password was given again on ${who}`,
  PASSWORD_REFUSED: (who) => `A wrong password was given on ${who}`,
  PASSWORD_CHANGED: (who) => `The password was changed on ${who}`,
  TOKEN_CREATED: (who, subject) => `${who} made the access token ${subject}`,
  TOKEN_FIRST_USED: (who) => `The access token ${who} was used for the first time`,
  TOKEN_ROTATED: (who, subject) => `${who} gave the access token ${subject} a new secret`,
  TOKEN_ENDED: (who, subject) => `${who} revoked the access token ${subject}`,
  WEBHOOK_CREATED: (who, subject) => `${who} made the webhook ${subject}`,
  WEBHOOK_ROTATED: (who, subject) => `${who} gave the webhook ${subject} a new secret`,
  WEBHOOK_ENABLED: (who, subject) => `${who} enabled the webhook ${subject}`,
  WEBHOOK_DISABLED: (who, subject) => `${who} disabled the webhook ${subject}`,
  WEBHOOK_FAILED: (_who, subject) => `The webhook ${subject} was disabled: its receiver does not take what is sent`,
  WEBHOOK_MOVED: (who, subject) => `${who} moved the webhook ${subject} to another place in the log`,
  WEBHOOK_DELETED: (who, subject) => `${who} deleted the webhook ${subject}`,
};

/** A line of the security log; of a kind that only a newer release knows, too. */
export function saySecurityEvent({ kind, subject, device }: SecurityEvent): string {
  const say = WORDS[kind] ?? (() => kind.toLowerCase().replaceAll('_', ' '));
  const line = say(device?.name || 'a device', subject || 'a device');
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}`;
}
