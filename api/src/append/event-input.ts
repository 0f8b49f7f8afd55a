import { Field, InputType } from '../type-graphql.ts';
import type { Payloads } from '@cairn/domain';
import { EventStampInput } from './event-stamp-input.ts';

/** Base of every event's input. */
@InputType()
export abstract class EventInputBase {
  @Field(() => EventStampInput, { description: 'Which event it is, and what its writer had seen.' })
  event!: EventStampInput;
}

/** Every payload member, optional ones too, so that an input class cannot leave one out. */
type Declared<Payload> = { [Member in keyof Payload]-?: Payload[Member] | undefined };

/** The input class of each mutation, with exactly the members of the domain's payload. */
export type EventInputs<M extends keyof Payloads> = {
  readonly [K in M]: new () => EventInputBase & Declared<Payloads[K]>;
};
