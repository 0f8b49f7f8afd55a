/** “1 change”, “1,200 changes”. */
export function sayChanges(count: number): string {
  return count === 1 ? '1 change' : `${count.toLocaleString('en')} changes`;
}
