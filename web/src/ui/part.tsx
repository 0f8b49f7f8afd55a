import { useEffect, useSyncExternalStore, type ComponentType, type ReactNode } from 'react';

const starts: (() => Promise<void>)[] = [];

interface PartOptions {
  /** Not fetched before somebody comes near it. */
  readonly isHeavy?: boolean;
}

/**
 * A part of the app in a file of its own, fetched when it is first shown, or before when there is time. Not React's lazy
 * with Suspense: that holds back what it reveals for 300 ms, each time.
 */
export function part<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  fallback: ReactNode = null,
  { isHeavy = false }: PartOptions = {},
): ComponentType<Props> & { readonly start: () => Promise<void> } {
  let state: { readonly Loaded?: ComponentType<Props>; readonly failure?: unknown } = {};
  let loading: Promise<void> | undefined;
  const listeners = new Set<() => void>();

  function settle(next: typeof state): void {
    state = next;
    for (const listener of listeners) listener();
  }
  function start(): Promise<void> {
    loading ??= load().then(
      (Loaded) => settle({ Loaded }),
      (failure: unknown) => {
        loading = undefined;
        if (listeners.size > 0) settle({ failure });
      },
    );
    return loading;
  }
  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }
  const get = () => state;
  if (!isHeavy) starts.push(start);

  function Part(props: Props) {
    const { Loaded, failure } = useSyncExternalStore(subscribe, get, get);
    useEffect(() => void start(), []);
    // To the nearest error boundary, which offers to try again.
    if (failure) throw failure;
    return Loaded ? <Loaded {...props} /> : fallback;
  }
  return Object.assign(Part, { start });
}

/** Fetches every part one after the other, so that the first use of each is as quick as the second. */
export async function preloadParts(): Promise<void> {
  for (const start of starts) await start();
}
