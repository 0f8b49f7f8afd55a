const SENTENCES: { readonly [code: string]: string } = {
  VALUE_TOO_LONG: 'That text is too long to keep.',
  VALUE_INVALID: 'That value cannot be kept.',
  VALUE_MISSING: 'Something needed was left empty.',
  EVENT_TOO_LARGE: 'That change is too large to send.',
  EVENT_ID_REUSED: 'The server already has another change under this id.',
  ENTITY_UNKNOWN: 'The server does not know what this change belongs to.',
  ENTITY_EXISTS: 'This was created already.',
  REFERENCE_UNKNOWN: 'It belongs to a list that the server does not have.',
  PARENT_VERSION_AHEAD: 'The server is behind this device; it may have been restored from a backup.',
  CLOCK_OUT_OF_RANGE: 'The clock of this device is more than a year ahead.',
  STORAGE_FULL: 'This device has no room left. The change is not saved.',
  STORAGE_UNAVAILABLE: 'This device could not store the change. It is not saved.',
  STORAGE_TIMEOUT: 'This device did not store the change in time. It may not be saved.',
  BAD_CREDENTIALS: 'That e-mail and password do not belong together.',
  EMAIL_TAKEN: 'There is an account with this e-mail already.',
  EVENT_ID_INVALID: 'The change has no proper id.',
  SEQUENCE_INVALID: 'The change has no proper number.',
  CLOCK_INVALID: 'The change has no proper time.',
  PARENT_VERSION_INVALID: 'The change does not say properly what it was made on.',
  UNKNOWN_FIELD: 'It has a part that the server does not know.',
  CONFLICT_UNKNOWN: 'What it chooses between is settled already.',
  TEXT_UPDATE_INVALID: 'The text it carries cannot be read.',
  QUOTA_EXCEEDED: 'The account is full.',
  RATE_LIMITED: 'The server asked for a pause.',
  UPGRADE_REQUIRED: 'A newer version of this app is needed.',
  UNKNOWN_EVENT: 'The server does not know this kind of change yet.',
  NOT_GRAPHQL: 'Something on the way answered in the place of the server; a network may want you to sign in to it.',
  INTERNAL: 'Something went wrong on the server.',
  UNAUTHENTICATED: 'The session on this device has ended.',
  SESSION_REVOKED: 'This device was signed out from elsewhere.',
  LOG_NOT_EMPTY: 'This account holds something already. A log can only be brought into an empty account.',
  UNAVAILABLE: 'The server is busy or restarting. Try again in a moment.',
  NETWORK: 'The server could not be reached.',
};

/** What a person can do about a change that was refused. */
const HELP: { readonly [code: string]: string } = {
  VALUE_TOO_LONG: 'Edit it to shorten the text.',
  VALUE_INVALID: 'Edit it to say it otherwise.',
  VALUE_MISSING: 'Edit it to fill that in.',
  EVENT_TOO_LARGE: 'Edit it to make it smaller, or save it to a file.',
  ENTITY_UNKNOWN: 'Try again once what it belongs to is there; or save it to a file.',
  REFERENCE_UNKNOWN: 'Try again once that list is there; or edit it.',
  PARENT_VERSION_AHEAD: 'Try again: it is then written on top of what the server has.',
  CLOCK_OUT_OF_RANGE: 'Set the clock of this device, then try again.',
  EVENT_ID_REUSED: 'Try again: it gets an id of its own.',
  ENTITY_EXISTS: 'You can discard it: it is there already.',
  CONFLICT_UNKNOWN: 'You can discard it.',
};

export function explainHelp(code: string): string {
  return HELP[code] ?? 'Try again, or save it to a file before you discard it.';
}

/** A stable code in words a person can act on. */
export function explainCode(code: string | undefined, otherwise = 'Something went wrong.'): string {
  return (code && SENTENCES[code]) || otherwise;
}

export function explainFailure(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return explainCode(code, message ?? 'Something went wrong.');
}
