import { runWorld } from '../world/world.ts';
import { accountFaults } from './account-faults.ts';
import { deviceFaults } from './device-faults.ts';
import type { PlantedFault } from './planted-fault.ts';
import { serverFaults } from './server-faults.ts';
import { storageFaults } from './storage-faults.ts';

export type { PlantedFault } from './planted-fault.ts';

export const plantedFaults: readonly PlantedFault[] = [
  ...storageFaults,
  ...deviceFaults,
  ...serverFaults,
  ...accountFaults,
];

export interface Catch {
  readonly seed: number;
  readonly invariant: string;
  readonly what: string;
}

/** The first seed, from 1, in which an invariant tells of the fault; undefined when none does up to `limit`. */
export async function catchFault(fault: PlantedFault, limit: number): Promise<Catch | undefined> {
  for (let seed = 1; seed <= limit; seed += 1) {
    const { violation } = await runWorld(seed, { seams: fault.plant() });
    if (violation) return { seed, ...violation };
  }
  return undefined;
}
