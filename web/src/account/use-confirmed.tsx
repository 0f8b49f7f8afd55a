import { useCallback, useState, type ReactNode } from 'react';
import { ConfirmPassword } from './confirm-password.tsx';
import { RequestError } from './request.ts';

interface Waiting {
  readonly act: () => Promise<void>;
  readonly settle: (isDone: boolean) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Runs what the server may want the password for, and asks for it when it does. Answers false when the person would rather
 * not; the second value is the sheet that asks.
 */
export function useConfirmed(): readonly [(act: () => Promise<void>) => Promise<boolean>, ReactNode] {
  const [waiting, setWaiting] = useState<Waiting>();
  const run = useCallback(async (act: () => Promise<void>) => {
    try {
      await act();
      return true;
    } catch (error) {
      if (!(error instanceof RequestError && error.code === 'REAUTHENTICATION_REQUIRED')) throw error;
      return new Promise<boolean>((settle, fail) => setWaiting({ act, settle, fail }));
    }
  }, []);
  const end = (finish: (waiting: Waiting) => void) => {
    if (waiting) finish(waiting);
    setWaiting(undefined);
  };
  const sheet = waiting && (
    <ConfirmPassword
      onClose={() => end(({ settle }) => settle(false))}
      onConfirmed={() => end(({ act, settle, fail }) => void act().then(() => settle(true), fail))}
    />
  );
  return [run, sheet];
}
