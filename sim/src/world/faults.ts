import type { Cluster } from './cluster.ts';
import type { Device } from './device.ts';
import type { Ledger } from './ledger.ts';
import type { WorldContext } from './world-context.ts';

const HOUR = 3_600_000;
/** Set wrong by so much, now and then. Milliseconds. */
const JUMPS = [60_000, HOUR, 24 * HOUR, 3 * 24 * HOUR, 2 * 366 * 24 * HOUR];

export interface FaultyWorld {
  readonly context: WorldContext;
  readonly cluster: Cluster;
  readonly devices: readonly Device[];
  readonly ledger: Ledger;
}

/** One thing that goes wrong, or right again. */
export async function disturb({ context, cluster, devices, ledger }: FaultyWorld): Promise<void> {
  const { chance, counters, note } = context;
  const device = chance.pick(devices);
  const { road, disk, clock, tabs } = device;
  const fault = chance.below(26);
  note(`fault ${fault} on ${device.name}`);
  if (fault <= 2) {
    road.toServer = chance.below(3) === 0;
    road.toDevice = chance.below(3) === 0;
    if (chance.below(2) === 0) device.signal(road.isWhole ? 'online' : 'offline');
  } else if (fault <= 6) {
    mend(device, context);
  } else if (fault === 7) road.isPortal = !road.isPortal;
  else if (fault === 8) device.sockets.cut();
  else if (fault === 9) device.sockets.freeze(chance.pick(['up', 'down', 'both'] as const));
  else if (fault <= 12) disk.crash ??= { after: chance.between(1, 6), isWritten: chance.below(2) === 0 };
  else if (fault === 13 && tabs.length > 0) {
    if (tabs.length > 1) counters.count('second tab leads');
    chance.pick(tabs).die();
  } else if (fault === 14 && tabs.length > 0) chance.pick(tabs).close();
  else if (fault <= 16 && tabs.length < 2) device.openTab();
  else if (fault === 17) disk.isFull = !disk.isFull;
  else if (fault === 18) {
    counters.count('clock set');
    if (chance.below(2) === 0) clock.jump(chance.pick(JUMPS) * (chance.below(2) ? 1 : -1));
    else clock.setRight();
  } else if (fault <= 20) await cluster.killOne();
  else if (fault <= 22) await cluster.startMissing();
  else if (fault === 23) device.signal(chance.pick(['resume', 'hide'] as const));
  else if (fault === 24 && chance.below(2) === 0) {
    await device.revoke();
    context.timeline.after(chance.between(0, 40_000), () => device.signIn());
  } else if (fault === 25 && chance.below(2) === 0) {
    if (await cluster.restoreBackup()) {
      ledger.unwind();
      // A tab that has no cursor yet cannot tell that what others told it is of a log that is over.
      for (const { tabs } of devices) {
        for (const tab of tabs) if (!tab.cairn?.status.get().caughtUp) tab.die();
      }
    } else cluster.takeBackup();
  }
}

function mend(device: Device, { counters, chance }: WorldContext): void {
  const { road } = device;
  if (!road.isWhole) counters.count('partition healed');
  road.toServer = true;
  road.toDevice = true;
  road.isPortal = false;
  if (chance.below(2) === 0) device.signal('online');
}

/** Nothing goes wrong any more. No tab is told: whatever waits must find out by itself. */
export async function heal({ context, cluster, devices }: FaultyWorld): Promise<void> {
  await cluster.startMissing();
  cluster.wakeupLossRate = 0;
  for (const device of devices) {
    const { road, disk, clock } = device;
    if (!road.isWhole) context.counters.count('partition healed');
    Object.assign(road, { toServer: true, toDevice: true, isPortal: false, faultRate: 0 });
    device.broadcast.lossRate = 0;
    disk.isFull = false;
    disk.crash = undefined;
    clock.setRight();
  }
}
