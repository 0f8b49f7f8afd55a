/** This device could not store: what was to be written is not saved. `code` is stable; see docs/errors.md. */
export class StorageError extends Error {
  override readonly name = 'StorageError';

  constructor(
    readonly code: 'STORAGE_UNAVAILABLE' | 'STORAGE_FULL' | 'STORAGE_TIMEOUT',
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }

  /** Any failure of the platform's storage in our terms. */
  static from(cause: unknown): StorageError {
    if (cause instanceof StorageError) return cause;
    const name = (cause as { name?: string } | null)?.name;
    return name === 'QuotaExceededError'
      ? new StorageError('STORAGE_FULL', 'This device has no room left', { cause })
      : new StorageError('STORAGE_UNAVAILABLE', `This device's storage failed: ${String(cause)}`, { cause });
  }
}
