import type { Registry } from '@cairn/domain';
import { appendScope, type Scope } from './scope.ts';

/** Who may ask for a root field: anybody, a signed-in device only, or also a token with this scope, or that may append something. */
export type Need = 'anyone' | 'device' | 'append something' | Scope;

const FIELDS: Readonly<Record<string, Need>> = {
  me: 'account',
  devices: 'account',
  accessTokens: 'account',
  securityEvents: 'account',
  webhooks: 'account',
  signUp: 'anyone',
  signIn: 'anyone',
  refreshSession: 'device',
  signOut: 'device',
  renameDevice: 'account',
  signOutDevice: 'account',
  // A token must not make one that may do more, nor one that outlives it.
  createAccessToken: 'device',
  rotateAccessToken: 'device',
  revokeAccessToken: 'account',
  // It sends on what the account holds, for as long as it is there.
  createWebhook: 'device',
  rotateWebhookSecret: 'device',
  enableWebhook: 'account',
  disableWebhook: 'account',
  moveWebhook: 'account',
  deleteWebhook: 'account',
  testWebhook: 'account',
  confirmPassword: 'device',
  changePassword: 'device',
  deleteAccount: 'device',
  // Writes the history of other devices.
  importLog: 'device',
};

/** Appends events of several concepts: what it needs is in its argument. */
export const BATCH_FIELD = 'replayEvents';

/**
 * What a token needs for a root field. What the account holds is read, its changes are subscribed to, events are
 * appended; everything else is named above.
 * @throws Error for a mutation that is not: it would be open to every token
 */
export function needOf(operation: string, field: string, registry: Registry): Need {
  if (Object.hasOwn(FIELDS, field)) return FIELDS[field]!;
  if (operation === 'Query') return 'read';
  if (operation === 'Subscription') return 'subscribe';
  if (registry.mutations.includes(field)) return appendScope(registry.eventOf(field).entity);
  throw new Error(`field-scopes.ts does not say what ${operation}.${field} needs`);
}
