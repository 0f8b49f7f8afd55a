import type { Entity } from '@cairn/domain';
import type { Cluster } from './cluster.ts';
import type { Device } from './device.ts';
import type { Ledger } from './ledger.ts';
import type { Tab } from './tab.ts';
import type { WorldContext } from './world-context.ts';

export const TYPES = ['List', 'Task', 'Note', 'Settings'] as const;

/** What a tab has shown of an entity. */
interface Shown {
  readonly position: number;
}

/** Looks at every open tab after each step: does it say and show what is so? */
export class Watch {
  readonly #context: WorldContext;
  readonly #cluster: Cluster;
  readonly #ledger: Ledger;
  readonly #shown = new WeakMap<Tab, Map<string, Shown>>();

  constructor(context: WorldContext, cluster: Cluster, ledger: Ledger) {
    this.#context = context;
    this.#cluster = cluster;
    this.#ledger = ledger;
  }

  /** @throws Violation */
  check(devices: readonly Device[]): void {
    for (const device of devices) for (const tab of device.tabs) if (tab.cairn) this.#checkTab(tab);
  }

  #checkTab(tab: Tab): void {
    const { pending, parked } = tab.cairn!.status.get();
    if (pending === 0 && parked === 0) {
      for (const id of tab.saved) {
        if (!this.#ledger.isOpen(id) || this.#ledger.isInLog(id)) tab.saved.delete(id);
        else this.#context.violated('S13', `${tab.device.name} shows that all is on the server, and ${id} is not`);
      }
    }
    // Of a log that began anew nothing is known yet, and what was rejected or given up is shown no more.
    if (!this.#ledger.isWhole) return;
    const shown = this.#shown.get(tab) ?? new Map<string, Shown>();
    this.#shown.set(tab, shown);
    for (const type of TYPES) {
      for (const row of this.#cluster.database.projection(type)) {
        const id = row['id'] as string;
        const entity = tab.cairn!.entity({ type, id });
        this.#checkEntity(tab, id, entity, row['version'] as number, shown.get(id));
        if (entity) shown.set(id, { position: entity.position });
      }
    }
  }

  #checkEntity(tab: Tab, id: string, entity: Entity | undefined, onServer: number, before: Shown | undefined): void {
    const { violated } = this.#context;
    const { device } = tab;
    if (!entity) {
      if (before) violated('S8', `${device.name} showed ${id}, and shows it no more`);
      return;
    }
    if (before && entity.position < before.position) {
      violated('S8', `${device.name} showed ${id} at ${before.position}, and now at ${entity.position}`);
    }
    // A pending event that is confirmed already must not count twice. After another sign-in it does, until it is answered.
    if (device.isSuccessor) return;
    if (entity.version > onServer + this.#ledger.openOn(device, id)) {
      const open = this.#ledger.openOn(device, id);
      violated(
        'S8',
        `${device.name} shows ${entity.type} ${id} at ${entity.version}: ${onServer} on the server, ${open} here`,
      );
    }
  }
}
