import { uuidv7 } from '@cairn/domain';
import { randomBytes } from 'node:crypto';

export const CLIENTS = 32;
export const BATCH = 100;
/** Tasks of each account that the writes go around on. */
export const TASKS = 20;

export const newId = (): string => uuidv7(Date.now(), randomBytes(10));

/** What every competitor writes: a new title for one of the account's tasks, as one stamped event. */
export function retitle(taskId: string, parentVersion: number, sequence: number) {
  return {
    event: {
      id: newId(),
      parentVersion,
      sequence,
      occurredAt: `${new Date().toISOString()}-0000`,
    },
    taskId,
    title: `A title of some length, number ${sequence}`,
  };
}

export type Retitle = ReturnType<typeof retitle>;

export function createTask(taskId: string, sequence: number) {
  const { event } = retitle(taskId, 0, sequence);
  return { event, taskId, title: 'A task', order: 'a0' };
}

/** A way to append: what the table has one row for. */
export interface Competitor {
  readonly name: string;
  /** Appends one event of this account. */
  one(account: number): Promise<void>;
  /** Appends `BATCH` events of this account at once. */
  batch(account: number): Promise<void>;
  close(): Promise<void>;
}
