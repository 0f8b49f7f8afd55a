import type { Seams } from '../world/seams.ts';

/** A mistake that the simulation must find. */
export interface PlantedFault {
  readonly name: string;
  /** For one world. */
  plant(): Seams;
}

/** True at every so-manieth call. */
export function every(times: number): () => boolean {
  let count = 0;
  return () => (count += 1) % times === 0;
}
