/** What was asked cannot be done as it was asked. The process ends with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
