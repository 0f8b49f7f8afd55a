import { startTransition, useEffect, useState, type ComponentType, type ReactNode } from 'react';

const starts: (() => Promise<void>)[] = [];

interface PartOptions {
  /** Not fetched before somebody comes near it. */
  readonly isHeavy?: boolean;
  /** Shows nothing by itself: it comes with the rest, after the first screen. */
  readonly isLater?: boolean;
  /** Nobody asked for it: what it stands beside does without, until it can be fetched. */
  readonly isAside?: boolean;
}

/** Milliseconds after which a part is fetched again that nobody asked for; or as soon as there is a network. */
const FETCH_AGAIN = 30_000;

/**
 * A part of the app in a file of its own, fetched when it is first shown, or before when there is time. Not React's lazy
 * with Suspense: that holds back what it reveals for 300 ms, each time.
 */
export function part<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  fallback: ReactNode = null,
  { isHeavy = false, isLater = false, isAside = false }: PartOptions = {},
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
        if (isAside) again();
        else if (listeners.size > 0) settle({ failure });
      },
    );
    return loading;
  }
  function again(): void {
    const fetchAgain = () => {
      clearTimeout(timer);
      window.removeEventListener('online', fetchAgain);
      void start();
    };
    const timer = setTimeout(fetchAgain, FETCH_AGAIN);
    window.addEventListener('online', fetchAgain);
  }
  if (!isHeavy) starts.push(start);

  function Part(props: Props) {
    const [{ Loaded, failure }, show] = useState(state);
    useEffect(() => {
      // In slices: a screen that comes at once would be one long task, in which no key and no tap is heard.
      const follow = () => startTransition(() => show(state));
      listeners.add(follow);
      follow();
      if (!isLater) void start();
      return () => void listeners.delete(follow);
    }, []);
    // To the nearest error boundary, which offers to try again.
    if (failure) throw failure;
    return Loaded ? <Loaded {...props} /> : fallback;
  }
  return Object.assign(Part, { start });
}

/** Milliseconds; after the first screen has been drawn. */
const PRELOAD_DELAY = 1_500;

let isPreloading = false;

/** For the first screen: once it is there, every part is fetched, one after the other. The first use of each is then as quick as the second. */
export function usePreloadedParts(isThere: boolean): void {
  useEffect(() => {
    if (!isThere || isPreloading) return;
    const timer = setTimeout(() => {
      isPreloading = true;
      void preload();
    }, PRELOAD_DELAY);
    return () => clearTimeout(timer);
  }, [isThere]);
}

async function preload(): Promise<void> {
  for (const start of starts) await start();
}
