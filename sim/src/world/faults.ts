import type { Account } from './account.ts';
import type { Cluster } from './cluster.ts';
import type { Device } from './device.ts';
import type { WorldContext } from './world-context.ts';

const HOUR = 3_600_000;
/** Set wrong by so much, now and then. Milliseconds. */
const YEARS = 2 * 366 * 24 * HOUR;
const JUMPS = [60_000, HOUR, 24 * HOUR, 3 * 24 * HOUR, YEARS];
/** Nobody is signed in for so long, at most. Milliseconds. */
const AWAY = 40_000;

export interface FaultyWorld {
  readonly context: WorldContext;
  readonly cluster: Cluster;
  readonly devices: readonly Device[];
  readonly accounts: readonly Account[];
}

/** One thing that goes wrong, or right again. */
export async function disturb(world: FaultyWorld): Promise<void> {
  const { context, cluster, devices, accounts } = world;
  const { chance, counters, note } = context;
  const device = chance.pick(devices);
  const { road, disks, clock, tabs } = device;
  const disk = device.session && disks.get(device.session.account.id);
  const fault = chance.below(39);
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
  else if (fault <= 12 && disk) disk.crash ??= { after: chance.between(1, 6), isWritten: chance.below(2) === 0 };
  else if (fault === 13 && tabs.length > 0) {
    if (tabs.length > 1) counters.count('second tab leads');
    chance.pick(tabs).die();
  } else if (fault === 14 && device.ownTabs.length > 0) chance.pick(device.ownTabs).close();
  else if (fault <= 16 && tabs.length < 2) device.openTab();
  else if (fault === 17) for (const each of disks.values()) each.isFull = !each.isFull;
  else if (fault === 18) {
    counters.count('clock set');
    jump(device, chance.below(2) === 0 ? chance.pick(JUMPS) * (chance.below(2) ? 1 : -1) : -clock.lead);
  } else if (fault <= 20) await cluster.killOne();
  else if (fault <= 22) await cluster.startMissing();
  else if (fault === 23) device.signal(chance.pick(['resume', 'hide'] as const));
  else if (fault === 24 && chance.below(2) === 0) await endSession(world, device);
  else if (fault === 25 && chance.below(2) === 0) {
    if (await cluster.restoreBackup()) {
      for (const { ledger } of accounts) ledger.unwind(devices);
    } else await cluster.database.takeBackup();
  } else if (fault === 26 && tabs.length > 0) chance.pick(tabs).freeze();
  else if (fault <= 28) for (const tab of tabs) tab.thaw();
  else if (fault === 29 && disk) disk.failing = chance.between(1, 2);
  else if (fault === 30 && chance.below(3) === 0) {
    device.evict();
    signInSoon(world, device);
  } else if (fault <= 32) {
    const most = Math.max(...accounts.map(({ ledger }) => ledger.events.length));
    await cluster.setQuota(cluster.hasQuota ? undefined : most + chance.below(6));
  } else if (fault === 36) {
    // What is written meanwhile is refused: no server believes it.
    jump(device, YEARS);
    context.timeline.after(chance.between(1_000, 10_000), () => jump(device, -YEARS));
  } else if (fault === 33 && chance.below(2) === 0) signOut(world, device);
  else if (fault === 34) update(device, context);
  else if (fault === 35) await cluster.update();
  else if (!device.session) device.openTab();
}

function jump({ clock, road }: Device, ms: number): void {
  clock.jump(ms);
  road.clockWasSet();
}

function mend(device: Device, { counters, chance }: WorldContext): void {
  const { road } = device;
  if (!road.isWhole) counters.count('partition healed');
  road.toServer = true;
  road.toDevice = true;
  road.isPortal = false;
  if (chance.below(2) === 0) device.signal('online');
}

/** Somebody signs the device out from elsewhere. What is unsent stays, for the account alone. */
async function endSession(world: FaultyWorld, device: Device): Promise<void> {
  if (!device.session) return;
  if (await device.revoke()) world.context.counters.count('session revoked');
  signInSoon(world, device);
}

function signOut(world: FaultyWorld, device: Device): void {
  const { chance, timeline } = world.context;
  const [tab] = device.ownTabs.filter(({ cairn }) => cairn);
  if (!tab) return;
  device.signOut(tab);
  const isKilled = chance.below(3) === 0;
  if (isKilled) timeline.after(chance.below(20), () => tab.die());
  signInSoon(world, device);
}

/** The same person again, or another one who has this device now. */
function signInSoon(world: FaultyWorld, device: Device): void {
  const { chance, timeline } = world.context;
  const account = chance.pick(world.accounts);
  timeline.after(chance.between(0, AWAY), () => void comeBack(world, device, account));
}

async function comeBack({ context: { counters } }: FaultyWorld, device: Device, account: Account): Promise<void> {
  // A sign-out that did not come to its end is brought there first.
  if (device.leaving) return void device.openTab();
  for (const [id, { outbox }] of device.disks) {
    if (id !== account.id && outbox.entries.size > 0) counters.count('queue kept aside');
  }
  if (device.lastAccount && device.lastAccount !== account) counters.count('signed in to another account');
  await device.signIn(account);
}

/** A newer app is there: tabs that are opened from now on have it, those that are open stay as they are. */
function update(device: Device, { counters }: WorldContext): void {
  if (device.release === 'today') return;
  device.release = 'today';
  counters.count('app updated');
  device.openTab();
}

/** Nothing goes wrong any more. No tab is told: whatever waits must find out by itself. */
export async function heal({ context, cluster, devices }: FaultyWorld): Promise<void> {
  await cluster.setQuota(undefined);
  while (cluster.hasOld) await cluster.update();
  cluster.wakeupLossRate = 0;
  for (const device of devices) {
    const { road, disks, clock } = device;
    if (!road.isWhole) context.counters.count('partition healed');
    Object.assign(road, { toServer: true, toDevice: true, isPortal: false, faultRate: 0 });
    device.broadcast.lossRate = 0;
    for (const disk of disks.values()) Object.assign(disk, { isFull: false, crash: undefined, failing: 0 });
    jump(device, -clock.lead);
    for (const tab of device.tabs) tab.thaw();
  }
}

/**
 * Whoever is missing: nobody signed in, or a queue that waits for its owner, or what a restored server has lost and only a
 * device has that is another one's by now. True when somebody has come.
 */
export async function fetchOwners(world: FaultyWorld): Promise<boolean> {
  let hasCome = false;
  for (const device of world.devices) {
    const { session, disks, lastAccount } = device;
    const waits = world.accounts.find(
      ({ id, ledger }) =>
        id !== session?.account.id && ((disks.get(id)?.outbox.entries.size ?? 0) > 0 || ledger.isOwedBy(device)),
    );
    const isQuiet = session && disks.get(session.account.id)?.outbox.entries.size === 0;
    if (session && !device.leaving && !(waits && isQuiet)) continue;
    hasCome ||= !device.leaving;
    await comeBack(world, device, waits ?? lastAccount ?? world.accounts[0]!);
  }
  return hasCome;
}
