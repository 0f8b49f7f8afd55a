import { createRegistry } from './core/registry.ts';
import type { EventOf } from './core/event.ts';
import { list, type listEvents } from './list/list.ts';
import { note, type noteEvents } from './note/note.ts';
import { policyChoices, SETTINGS, settingsOf } from './settings/settings.ts';
import { task, type taskEvents } from './task/task.ts';

export * from './core/index.ts';
export * from './list/list.ts';
export * from './note/body.ts';
export * from './note/note.ts';
export type { PolicyChoice } from './settings/settings.ts';
export * from './tag/tag.ts';
export { dateOf, dayOf, shift, weekdayOf } from './task/calendar.ts';
export * from './task/completion.ts';
export * from './task/continuation.ts';
export * from './task/recurrence-rule.ts';
export { nextRound, REPEATS_FROM, type NextRound, type Plan, type Repeat } from './task/repeat.ts';
export { roundId } from './task/round-id.ts';
export * from './task/subtasks.ts';
export * from './task/task.ts';

/** Every concept of the product, in the order an example workspace would create them. */
const concepts = [list, task, note];
export const settings = settingsOf(concepts);
export const registry = createRegistry([...concepts, settings], { settings: SETTINGS });

/** What an account may choose in its settings. */
export const POLICY_CHOICES = policyChoices(concepts);

type Events = typeof listEvents & typeof taskEvents & typeof noteEvents & typeof settings.events;

/** Name of the mutation of every event: `completeTask`. */
export type Mutation = keyof Events;

/** What each event says, without its stamp. */
export type Payloads = { readonly [M in Mutation]: Events[M] extends EventOf<infer Payload> ? Payload : never };

/** An event still to be written. */
export type PlannedEvent = {
  readonly [M in Mutation]: { readonly mutation: M; readonly payload: Payloads[M] };
}[Mutation];
