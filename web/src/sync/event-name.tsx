import { registry, type EntityRef, type Fields } from '@cairn/domain';
import { useCairn } from '../cairn/cairn-context.ts';
import { entityPath } from '../history/entity-path.ts';
import { titleOf, wordsOf } from '../history/words/words.ts';
import { Link } from '../shell/link.tsx';
import { sayMutation } from './say-mutation.ts';

interface Props {
  readonly mutation: string;
  readonly entity: EntityRef | undefined;
  /** What it says: tells what it is about where that is not there, as after a creation that was refused. */
  readonly payload?: Fields;
}

/** An event in words, with the way to what it happened to: “Completed “Milk””. */
export function EventName({ mutation, entity, payload }: Props) {
  const cairn = useCairn();
  const isKnown = registry.mutations.includes(mutation);
  if (!entity || !isKnown) return <>{sayMutation(mutation)}</>;
  const did = wordsOf(entity.type).events[registry.eventOf(mutation).type]?.did ?? 'changed';
  const fields = cairn.entity(entity)?.fields;
  const title = titleOf(entity.type, fields ?? payload);
  return (
    <>
      {did.charAt(0).toUpperCase()}
      {did.slice(1)}{' '}
      {fields ? (
        <Link
          href={entityPath(cairn, entity)}
          className="font-medium underline decoration-line-strong underline-offset-4 wrap-anywhere hover:decoration-current"
        >
          {title}
        </Link>
      ) : (
        title
      )}
    </>
  );
}
