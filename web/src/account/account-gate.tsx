import { useEffect } from 'react';
import { useRoute } from '../shell/navigation.ts';
import { BootFrame } from '../shell/boot-frame.tsx';
import { EndedPage, OpenAccount, TourPage } from './parts.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { readIdentity, useIdentity } from './identity.ts';
import { usePreloadedParts } from '../ui/part.tsx';
import { settleSession } from './owed-session.ts';

// Who is known waits for this alone: it is on its way before the prerendered page is even taken over.
if (typeof window !== 'undefined' && readIdentity()) void OpenAccount.start();

/** Known on this device: the app, with or without a network. Not known: the way in. */
export function AccountGate() {
  const identity = useIdentity();
  const route = useRoute();
  useEffect(() => {
    settleSession();
    window.addEventListener('online', settleSession);
    return () => window.removeEventListener('online', settleSession);
  }, []);
  // Whatever was begun when the browser ended is finished, also where nobody is known any more.
  // Where somebody is, the opened account brings it.
  const isNobody = identity === null;
  useEffect(() => {
    if (isNobody) void import('./begun.ts');
  }, [isNobody]);
  usePreloadedParts(isNobody || identity?.ended !== undefined);

  if (identity !== undefined && route.screen.name === 'tour') return <TourPage />;
  // Prerendered are both, and which of them is seen is known before the first paint.
  if (!identity) {
    const isPrerendered = identity === undefined;
    return (
      <>
        {isPrerendered && <BootFrame />}
        <div key="entry" className={isPrerendered ? 'boot-entry' : undefined}>
          <SignInPage isNew={route.screen.name === 'sign-up'} isPrerendered={isPrerendered} />
        </div>
      </>
    );
  }
  if (identity.ended) return <EndedPage identity={identity} ended={identity.ended} />;
  const key = [identity.accountId, identity.deviceId, identity.session].join(' ');
  return <OpenAccount key={key} identity={identity} route={route} />;
}
