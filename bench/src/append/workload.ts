import { uuidv7 } from '@cairn/domain';
import { randomBytes } from 'node:crypto';

/** Accounts of each competitor. */
export const ACCOUNTS = 32;
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

/** What the table has one column for. */
export interface Competitor {
  readonly name: string;
  /** Appends one event of this account. */
  one(account: number): Promise<void>;
  /** Appends as many events of this account at once. */
  batch(account: number, size: number): Promise<void>;
  close(): Promise<void>;
}
