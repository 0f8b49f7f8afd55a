import { formatClock, uuidv7 } from '@cairn/domain';
import { randomBytes } from 'node:crypto';
import type { AppendItem } from '../append/append-item.ts';

interface Stamped {
  readonly parentVersion?: number;
  readonly occurredAt?: string;
  readonly id?: string;
}

/** Makes events as a device does: fresh ids, its own sequence, a clock that never stands still. */
export class Writer {
  #sequence = 0;
  readonly #start: number;

  constructor(start: number) {
    this.#start = start;
  }

  newId(): string {
    return uuidv7(this.#start, randomBytes(10));
  }

  event(mutation: string, payload: object, { parentVersion = 0, occurredAt, id }: Stamped = {}): AppendItem {
    this.#sequence += 1;
    const event = {
      id: id ?? this.newId(),
      parentVersion,
      sequence: this.#sequence,
      occurredAt: occurredAt ?? formatClock(this.#start + this.#sequence),
    };
    return { mutation, input: { event, ...payload } };
  }
}
