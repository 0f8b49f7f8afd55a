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
  UNAVAILABLE: 'The server is busy or restarting. Try again in a moment.',
  NETWORK: 'The server cannot be reached. You need a connection for this once.',
};

/** A stable code in words a person can act on. */
export function explainCode(code: string | undefined, otherwise = 'Something went wrong.'): string {
  return (code && SENTENCES[code]) || otherwise;
}

export function explainFailure(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return explainCode(code, message ?? 'Something went wrong.');
}
