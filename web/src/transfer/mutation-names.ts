import { registry } from '@cairn/domain';

const byType = new Map(registry.mutations.map((mutation) => [registry.eventOf(mutation).type, mutation]));

/** The mutation that writes events of this type; undefined of one that a newer release brought. */
export function mutationOf(eventType: string): string | undefined {
  return byType.get(eventType);
}
