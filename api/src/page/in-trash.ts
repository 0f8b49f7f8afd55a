/** What is in the trash, without what was purged; or what is not in it. */
export function inTrash(deleted: boolean | null | undefined) {
  return deleted ? { deletedAt: { not: null }, purged: false } : { deletedAt: null };
}
