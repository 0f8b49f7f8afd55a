import { createRegistry } from './core/registry.ts';
import type { EventOf } from './core/event.ts';
import { list, type listEvents } from './list/list.ts';
import { task, type taskEvents } from './task/task.ts';

export * from './core/index.ts';
export * from './list/list.ts';
export * from './task/task.ts';

/** Every concept of the product, in the order an example workspace would create them. */
export const registry = createRegistry([list, task]);

type Events = typeof listEvents & typeof taskEvents;

/** Name of the mutation of every event: `completeTask`. */
export type Mutation = keyof Events;

/** What each event says, without its stamp. */
export type Payloads = { readonly [M in Mutation]: Events[M] extends EventOf<infer Payload> ? Payload : never };
