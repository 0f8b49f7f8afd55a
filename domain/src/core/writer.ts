import type { ClockReading } from './clock.ts';

/** Who wrote something last, and what they knew [M8]. */
export interface Writer {
  /** The entity's version that the write made. */
  readonly version: number;
  readonly clock: ClockReading;
  readonly device: string;
  /** The device's own counter: with `device` it names the event. */
  readonly sequence: number;
  /** The entity's version that the writer had seen. */
  readonly parent: number;
}

/** A last write, and those before it that its writer did not know of: to that device they are concurrent still. */
export interface LastWriter extends Writer {
  readonly unseen?: readonly Writer[];
}

/** The last write to a field. */
export interface FieldWriter extends LastWriter {
  /** In a field of members: the last write to each. One that was taken away may still be here. */
  readonly members?: { readonly [member: string]: LastWriter };
}

/** The last write to one member: `constructor` and `__proto__` are members like any other. */
export function writerOf(field: FieldWriter | undefined, member: string): LastWriter | undefined {
  return field?.members && Object.hasOwn(field.members, member) ? field.members[member] : undefined;
}

/** The field's writer after `next` wrote these members. */
export function withMembers(
  field: FieldWriter | undefined,
  next: Writer,
  written: ReadonlyMap<string, LastWriter | undefined>,
): FieldWriter {
  const members = new Map([...Object.entries(field?.members ?? {}), ...written]);
  const kept = [...members].filter((entry): entry is [string, LastWriter] => entry[1] !== undefined);
  return { ...next, members: Object.fromEntries(kept) };
}

/** The record of one write, without what it stands for besides. */
export function bare({ version, clock, device, sequence, parent }: Writer): Writer {
  return { version, clock, device, sequence, parent };
}

/** All writes that `last` stands for, the last one first. */
export function writesOf(last: LastWriter | undefined): readonly Writer[] {
  return last ? [bare(last), ...(last.unseen ?? [])] : [];
}

/** Of the writes that `last` stands for, those that the writer of `next` did not know of: at most one of each device. */
export function unseenBy(next: Writer, last: LastWriter | undefined): readonly Writer[] {
  return writesOf(last).filter(({ version, device }) => version > next.parent && device !== next.device);
}

/** `next` as the last write, after `last`. */
export function after(last: LastWriter | undefined, next: Writer): LastWriter {
  const unseen = unseenBy(next, last);
  return unseen.length > 0 ? { ...next, unseen } : next;
}

/** The total order of concurrent writes: by clock, then by device. */
export function isLater(a: Writer, b: Writer): boolean {
  return a.clock === b.clock ? a.device > b.device : a.clock > b.clock;
}

/** An event, named by its writer. */
export interface EventRef {
  readonly device: string;
  readonly sequence: number;
}

export function isBy(writer: Writer | undefined, { device, sequence }: EventRef): boolean {
  return writer !== undefined && writer.device === device && writer.sequence === sequence;
}
