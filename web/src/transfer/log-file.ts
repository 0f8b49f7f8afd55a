import { isUuid, registry } from '@cairn/domain';
import { ImportError } from './import-plan.ts';

/** A device that wrote to the log. */
export interface LogDevice {
  readonly id: string;
  readonly name: string;
  /** It has no outbox; see `EventDevice.strict`. */
  readonly strict: boolean;
}

/** One event as it was asked; see docs/export.md. */
export interface LogEvent {
  readonly id: string;
  readonly mutation: string;
  readonly device: string;
  readonly sequence: number;
  readonly parentVersion: number;
  /** The clock reading that counts in merges. */
  readonly clock: string;
  /** Of the payload's shape; 1 when absent. */
  readonly schema?: number;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** An account's log in a file; grows only. */
export interface LogFile {
  readonly format: 'cairn-log';
  readonly version: 1;
  readonly accountId: string;
  /** ISO time. */
  readonly exportedAt: string;
  /** `server`: the whole history. `device`: events made up from the state of one device; when each thing was made and changed last is kept. */
  readonly source: 'server' | 'device';
  /** In words, what the file does not hold. */
  readonly missing: readonly string[];
  readonly devices: readonly LogDevice[];
  /** In the log's order; then what the server did not have yet. */
  readonly events: readonly LogEvent[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

/** @throws ImportError when it is no such file, or one of its events is none: nothing of it is taken in then */
export function readLogFile(text: string): LogFile {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw new ImportError('This file is not whole: it cannot be read as JSON.');
  }
  if (!isObject(file) || file.format !== 'cairn-log')
    throw new ImportError('This JSON file is not an export of Cairn.');
  if (file.version !== 1) throw new ImportError('A newer Cairn wrote this file. Update this one first.');
  const { accountId, devices, events } = file;
  if (!isText(accountId) || !Array.isArray(devices) || !Array.isArray(events)) throw broken('it lacks a part');
  if (!devices.every(isDevice)) throw broken('a device in it is none');
  const known = new Set(devices.map(({ id }) => id));
  events.forEach((event: unknown, index) => {
    const what = wrongWith(event, known);
    if (what) throw broken(`event ${index + 1} ${what}`);
  });
  if (events.length === 0) throw new ImportError('There is nothing in this file.');
  return file as unknown as LogFile;
}

function broken(what: string): ImportError {
  return new ImportError(`This file is broken: ${what}.`);
}

function isDevice(value: unknown): value is LogDevice {
  return isObject(value) && isUuid(value.id) && isText(value.name) && typeof value.strict === 'boolean';
}

function wrongWith(value: unknown, devices: ReadonlySet<string>): string | undefined {
  if (!isObject(value) || !isObject(value.payload)) return 'is none';
  const { id, mutation, device, sequence, parentVersion, clock, schema, payload } = value;
  if (!isText(mutation) || !registry.mutations.includes(mutation)) return 'is of a kind that this app does not know';
  if (!isText(device) || !devices.has(device)) return 'names no device of the file';
  if (!isCount(sequence) || !isCount(parentVersion)) return 'has no proper number';
  try {
    const stamp = { id, sequence, parentVersion, occurredAt: clock, ...(schema === undefined ? {} : { schema }) };
    registry.parse(mutation, { event: stamp, ...payload });
  } catch (error) {
    return `cannot be kept (${(error as Error).message})`;
  }
  return undefined;
}
