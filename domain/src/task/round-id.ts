/**
 * The id of the round after the task `id`, the same on every device: so the next round is made once. A UUIDv8 with the
 * time and the randomness of the first task's UUIDv7 that counts rounds in the 12 bits beside its version; a fresh id is
 * a UUIDv7 and never meets one.
 * @param id a lower-case UUID
 */
export function roundId(id: string): string {
  const hex = id.replaceAll('-', '');
  const isRound = hex[12] === '8';
  // After 4,096 rounds the count goes on in the time.
  const count = isRound ? BigInt(`0x${hex.slice(0, 12)}${hex.slice(13, 16)}`) + 1n : BigInt(`0x${hex.slice(0, 12)}000`);
  const digits = (count & 0xfffffffffffffffn).toString(16).padStart(15, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(12)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
