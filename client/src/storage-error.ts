export type StorageErrorCode =
  | 'STORAGE_UNAVAILABLE'
  | 'STORAGE_FULL'
  | 'STORAGE_TIMEOUT'
  /** Another tab keeps an older format open. */
  | 'STORAGE_BLOCKED'
  /** A newer release has been here: this one cannot read what it left. */
  | 'STORAGE_NEWER'
  /** What was here was deleted under the app. */
  | 'STORAGE_LOST';

/** This device could not store: what was to be written is not saved. `code` is stable; see docs/errors.md. */
export class StorageError extends Error {
  override readonly name = 'StorageError';

  constructor(
    readonly code: StorageErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }

  /** Any failure of the platform's storage in our terms. */
  static from(cause: unknown): StorageError {
    if (cause instanceof StorageError) return cause;
    const name = (cause as { name?: string } | null)?.name;
    if (name === 'QuotaExceededError')
      return new StorageError('STORAGE_FULL', 'This device has no room left', { cause });
    if (name === 'VersionError') {
      return new StorageError('STORAGE_NEWER', 'A newer version of the app has been here: reload', { cause });
    }
    return new StorageError('STORAGE_UNAVAILABLE', `This device's storage failed: ${String(cause)}`, { cause });
  }
}
