import { useQuery } from '@apollo/client/react';
import { registry, type EntityRef, type Fields } from '@cairn/domain';
import { listAtDocument, noteAtDocument, taskAtDocument } from './documents.ts';

/** An entity as it was. */
export interface EntityVersion {
  readonly fields: Fields;
  /** A note's text, as Markdown. */
  readonly body: string | undefined;
}

/** Undefined until the server has answered; `isAway` when it does not. */
export function useVersion({ type, id }: EntityRef, atVersion: number) {
  const options = (of: string) =>
    ({ variables: { id, atVersion }, fetchPolicy: 'no-cache', context: { fold: false }, skip: type !== of }) as const;
  const answers = [
    useQuery(taskAtDocument, options('Task')),
    useQuery(noteAtDocument, options('Note')),
    useQuery(listAtDocument, options('List')),
  ];
  const [answer] = answers.filter(({ data, error }) => data ?? error);
  const object = answer?.data && Object.values(answer.data)[0];
  return {
    version: object ? versionOf(type, object as Readonly<Record<string, unknown>>) : undefined,
    isAway: answer?.error !== undefined,
  };
}

function versionOf(type: string, object: Readonly<Record<string, unknown>>): EntityVersion {
  const names = Object.keys(registry.entity(type).fields).filter((name) => name in object);
  const body = 'body' in object ? String(object.body) : undefined;
  return { fields: Object.fromEntries(names.map((name) => [name, object[name]])) as Fields, body };
}
