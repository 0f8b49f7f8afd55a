import { useEffect } from 'react';
import { useRoute } from '../shell/navigation.ts';
import { BootFrame } from '../shell/boot-frame.tsx';
import { EndedPage, OpenAccount, SignInPage, TourPage } from './parts.tsx';
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
  // Whatever was begun when the browser ended is finished, also where nobody is known any more.
  useEffect(() => void import('./leaving.ts'), []);
  useEffect(() => {
    const timer = setTimeout(() => void preloadParts(), PRELOAD_DELAY);
    return () => clearTimeout(timer);
  }, []);

  if (identity === undefined) return <BootFrame />;
  if (route.screen.name === 'tour') return <TourPage />;
  if (identity === null) return <SignInPage isNew={route.screen.name === 'sign-up'} />;
  if (identity.ended) return <EndedPage identity={identity} ended={identity.ended} />;
  const key = [identity.accountId, identity.deviceId, identity.session].join(' ');
  return <OpenAccount key={key} identity={identity} route={route} />;
}
