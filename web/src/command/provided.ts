import { useEffect, useRef, type RefObject } from 'react';
import type { CommandContext, Handler } from './command.ts';

export type Handlers = { readonly [commandId: string]: Handler };

interface Provider {
  readonly handlers: () => Handlers;
  readonly container: () => HTMLElement | null | undefined;
  readonly isWithin: boolean;
}

const providers = new Set<Provider>();

/**
 * While the caller is on the screen, it does these commands: those of its own kind, where they have no `run`, or in a way
 * that suits the place better. With a container, for what is in there first, before those without one.
 */
export function useProvides(handlers: Handlers, container?: RefObject<HTMLElement | null>): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    const provider: Provider = {
      handlers: () => latest.current,
      container: () => container?.current,
      isWithin: container !== undefined,
    };
    providers.add(provider);
    return () => void providers.delete(provider);
  }, [container]);
}

/** What does the command here: the part that the focus is in, else one that is for the whole screen. */
export function provided(id: string, { at }: CommandContext): Handler | undefined {
  const able = [...providers].filter(({ handlers }) => handlers()[id] !== undefined);
  const within = able.find(({ container }) => at && container()?.contains(at));
  return (within ?? able.find(({ isWithin }) => !isWithin))?.handlers()[id];
}

/** Of some part on the screen, the first in its order: for whoever is in none of them. */
export function providedAnywhere(id: string): Handler | undefined {
  const able = [...providers].filter(({ handlers }) => handlers()[id] !== undefined);
  return able.sort(inOrder)[0]?.handlers()[id];
}

function inOrder(a: Provider, b: Provider): number {
  const [first, second] = [a.container(), b.container()];
  if (!first || !second) return first ? -1 : second ? 1 : 0;
  return first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}
