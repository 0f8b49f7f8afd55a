import type { ASK, Clash, FieldPolicy } from '../field.ts';
import type { Json } from '../json.ts';

/** A custom rule: the merged value, or `ASK`. Must be pure, and give the same on every device and release. */
export type Resolve<T extends Json> = (base: T | null, mine: T, theirs: T, clash: Clash) => T | typeof ASK;

/** A policy for a field of one value made from a custom rule. `name` is stored in accounts' choices: never reuse one. */
export function resolver<T extends Json>(name: string, resolve: Resolve<T>): FieldPolicy {
  return {
    name,
    combines: true,
    merge: (clash) => resolve(clash.base() as T | null, clash.change as T, clash.state.value as T, clash),
  };
}
