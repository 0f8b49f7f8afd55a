import type { Entity } from '@cairn/domain';
import type { Cluster } from './cluster.ts';
import type { Device } from './device.ts';
import type { Ledger } from './ledger.ts';
import type { Owner } from './privacy.ts';
import { RELEASES } from './release.ts';
import type { Tab } from './tab.ts';
import type { WorldContext } from './world-context.ts';

export const TYPES = ['List', 'Task', 'Note', 'Settings'] as const;

/** The types that the tab's release knows. */
export function typesOf({ release }: Tab): readonly (typeof TYPES)[number][] {
  const { entities } = RELEASES[release].registry;
  return TYPES.filter((type) => entities.some((entity) => entity.type === type));
}

/** What a tab has shown of an entity. */
interface Shown {
  readonly position: number;
}

/** Looks at every open tab after each step: does it say and show what is so? */
export class Watch {
  readonly #context: WorldContext;
  readonly #cluster: Cluster;
  readonly #ledger: Ledger;
  readonly #owner: Owner;
  readonly #shown = new WeakMap<Tab, Map<string, Shown>>();

  constructor(context: WorldContext, cluster: Cluster, ledger: Ledger, owner: Owner) {
    this.#context = context;
    this.#cluster = cluster;
    this.#ledger = ledger;
    this.#owner = owner;
  }

  /** @throws Violation */
  check(devices: readonly Device[]): void {
    for (const device of devices) {
      const disk = device.disks.get(this.#owner.id);
      if (disk && !device.isKeptFor(this.#owner.id) && !disk.isEmpty) {
        this.#context.violated('S10', `${device.name} holds something of an account that has left it`);
      }
      for (const tab of device.tabs) if (tab.cairn && tab.account.id === this.#owner.id) this.#checkTab(tab);
    }
  }

  #checkTab(tab: Tab): void {
    const { pending, parked, road } = tab.cairn!.status.get();
    if (road === 'signed-out' && !this.#hasEnded(tab)) {
      this.#context.violated('F32', `${tab.device.name} was signed out by nobody`);
    }
    if (pending === 0 && parked === 0) {
      for (const id of tab.saved) {
        if (!this.#ledger.isOpen(id) || this.#ledger.isInLog(id)) tab.saved.delete(id);
        else this.#context.violated('S13', `${tab.device.name} shows that all is on the server, and ${id} is not`);
      }
    }
    // Of a log that began anew nothing is known yet, and what was rejected or given up is shown no more.
    if (!this.#ledger.isWhole || tab.isInMemory) return;
    const shown = this.#shown.get(tab) ?? new Map<string, Shown>();
    this.#shown.set(tab, shown);
    for (const type of TYPES) {
      for (const row of this.#cluster.database.rows(type, this.#owner.id)) {
        const id = row['id'] as string;
        const entity = tab.cairn!.entity({ type, id });
        this.#checkEntity(tab, id, entity, row['version'] as number, shown.get(id));
        if (entity) shown.set(id, { position: entity.position });
        else shown.delete(id);
      }
    }
  }

  /** Its session has ended, on this device or elsewhere. */
  #hasEnded({ device, session }: Tab): boolean {
    if (session !== device.session) return true;
    const row = this.#cluster.database.rows('device', this.#owner.id).find(({ id }) => id === session.deviceId);
    return row?.['revokedAt'] !== null;
  }

  #checkEntity(tab: Tab, id: string, entity: Entity | undefined, onServer: number, before: Shown | undefined): void {
    const { violated } = this.#context;
    const { device } = tab;
    if (!entity) {
      // Made by two devices under one id, and this one's was refused: the other's has not come yet.
      const isRefused = before?.position === 0 && this.#ledger.isRefused(device, id);
      if (before && !isRefused) violated('S8', `${device.name} showed ${id}, and shows it no more`);
      return;
    }
    if (before && entity.position < before.position) {
      violated('S8', `${device.name} showed ${id} at ${before.position}, and now at ${entity.position}`);
    }
    // A pending event that is confirmed already must not count twice.
    if (entity.version > onServer + this.#ledger.openOn(device, id)) {
      const open = this.#ledger.openOn(device, id);
      violated(
        'S8',
        `${device.name} shows ${entity.type} ${id} at ${entity.version}: ${onServer} on the server, ${open} here`,
      );
    }
  }
}
