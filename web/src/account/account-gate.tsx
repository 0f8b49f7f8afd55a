import { useEffect } from 'react';
import { useRoute } from '../shell/navigation.ts';
import { BootFrame } from '../shell/boot-frame.tsx';
import { OpenAccount, SignInPage } from './parts.tsx';
import { readIdentity, useIdentity } from './identity.ts';
import { preloadParts } from '../ui/part.tsx';
import { endOwedSession } from './session.ts';

/** Milliseconds; after the first screen has been drawn. */
const PRELOAD_DELAY = 1_500;

// Who is known waits for this alone: it is on its way before the prerendered page is even taken over.
if (typeof window !== 'undefined' && readIdentity()) void OpenAccount.start();

/** Known on this device: the app, with or without a network. Not known: the way in. */
export function AccountGate() {
  const identity = useIdentity();
  const route = useRoute();
  useEffect(() => {
    const settle = () => void endOwedSession().catch(() => undefined);
    settle();
    window.addEventListener('online', settle);
    return () => window.removeEventListener('online', settle);
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => void preloadParts(), PRELOAD_DELAY);
    return () => clearTimeout(timer);
  }, []);

  if (identity === undefined) return <BootFrame />;
  if (identity === null) return <SignInPage isNew={route.screen.name === 'sign-up'} />;
  return <OpenAccount key={`${identity.accountId} ${identity.deviceId}`} identity={identity} route={route} />;
}
