import { entityKey, merge, openConflicts, registry, tick, type DomainEvent, type Entity } from '@cairn/domain';

export type Seat = 'laptop' | 'phone';
export const SEATS: readonly Seat[] = ['laptop', 'phone'];

const ACCOUNT = '00000000-0000-7000-8000-00000000acc0';
const DEVICES: { readonly [seat in Seat]: string } = {
  laptop: '00000000-0000-7000-8000-00000000de01',
  phone: '00000000-0000-7000-8000-00000000de02',
};

type State = ReadonlyMap<string, Entity>;

/** One device: what the server has said to it, and what waits here. */
interface Device {
  readonly isOnline: boolean;
  readonly confirmed: State;
  readonly pending: readonly DomainEvent[];
  readonly sequence: number;
}

/** Two devices of one account, and its server: all in memory, with the app's own rules of merging. */
export interface TourWorld {
  readonly devices: { readonly [seat in Seat]: Device };
  readonly server: State;
  /** Events in the server's log. */
  readonly position: number;
  readonly clock: string;
  /** What was merged although both had changed it: said once to each. */
  readonly merged: number;
}

export interface TourOptions {
  newId(): string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function newTour(titles: readonly string[], options: TourOptions): TourWorld {
  const device: Device = { isOnline: true, confirmed: new Map(), pending: [], sequence: 0 };
  let world: TourWorld = {
    devices: { laptop: device, phone: device },
    server: new Map(),
    position: 0,
    clock: tick(undefined, options.now),
    merged: 0,
  };
  titles.forEach((title, index) => {
    const taskId = options.newId();
    world = write(world, 'laptop', 'createTask', { taskId, title, order: `a${index}` }, options);
  });
  return world;
}

/** Something that the person does at one of them. It is there at once, and goes on when there is a network. */
export function write(
  world: TourWorld,
  seat: Seat,
  mutation: string,
  payload: { readonly [member: string]: unknown },
  { newId, now }: TourOptions,
): TourWorld {
  const device = world.devices[seat];
  const definition = registry.eventOf(mutation);
  const clock = tick(world.clock, now);
  const known = device.confirmed.get(entityKey({ type: definition.entity, id: String(payload[definition.key]) }));
  const sequence = device.sequence + 1;
  const stamp = { id: newId(), parentVersion: known?.version ?? 0, sequence, occurredAt: clock };
  const event = registry.parse(mutation, { event: stamp, ...payload });
  const written = { ...device, sequence, pending: [...device.pending, event] };
  return synced({ ...world, clock, devices: { ...world.devices, [seat]: written } });
}

export function setOnline(world: TourWorld, seat: Seat, isOnline: boolean): TourWorld {
  return synced({ ...world, devices: { ...world.devices, [seat]: { ...world.devices[seat], isOnline } } });
}

/** What a device shows: what waits there, folded over what the server has said. */
export function viewOf({ devices }: TourWorld, seat: Seat): readonly Entity[] {
  const { confirmed, pending } = devices[seat];
  const view = pending.reduce<State>((state, event) => apply(state, event, DEVICES[seat]).state, confirmed);
  return [...view.values()].sort((a, b) => (String(a.fields.order) < String(b.fields.order) ? -1 : 1));
}

export function conflictOf(entity: Entity) {
  return openConflicts(entity)[0];
}

/** Everything that has a network sends what waits, and hears what the server knows then. */
function synced(world: TourWorld): TourWorld {
  let { server, position, merged } = world;
  for (const seat of SEATS) {
    if (!world.devices[seat].isOnline) continue;
    for (const event of world.devices[seat].pending) {
      const done = apply(server, event, DEVICES[seat], position + 1);
      server = done.state;
      merged += done.status === 'MERGED' ? 1 : 0;
      position += 1;
    }
  }
  const devices = Object.fromEntries(
    SEATS.map((seat) => {
      const device = world.devices[seat];
      return [seat, device.isOnline ? { ...device, confirmed: server, pending: [] } : device];
    }),
  ) as unknown as TourWorld['devices'];
  return { ...world, server, position, merged, devices };
}

function apply(state: State, event: DomainEvent, device: string, position = 0) {
  const { entity: type } = registry.definition(event.type);
  const { entity, status } = merge(registry, state.get(entityKey({ type, id: event.entityId })), event, {
    account: ACCOUNT,
    device,
    strict: false,
    clock: event.stamp.occurredAt,
    position,
    exists: (ref) => state.has(entityKey(ref)),
    settings: undefined,
    // The tour asks only between the two versions: what was before is on neither screen.
    base: () => null,
  });
  return { state: new Map(state).set(entityKey(entity), entity), status };
}
