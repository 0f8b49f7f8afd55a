/** A whole number, its thousands apart: `10,000`. The platform's own way costs a start what a list of rows costs. */
export function sayNumber(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** “1 change”, “1,200 changes”. */
export function sayChanges(count: number): string {
  return count === 1 ? '1 change' : `${sayNumber(count)} changes`;
}
