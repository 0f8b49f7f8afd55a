import dynamic from 'next/dynamic';
import { useEffect } from 'react';
import { useRoute } from '../shell/navigation.ts';
import { BootFrame } from '../shell/boot-frame.tsx';
import { useIdentity } from './identity.ts';
import { endOwedSession } from './session.ts';

const SignInPage = dynamic(() => import('./sign-in-page.tsx').then((module) => module.SignInPage), { ssr: false });
const OpenAccount = dynamic(() => import('./open-account.tsx').then((module) => module.OpenAccount), {
  ssr: false,
  loading: () => <BootFrame />,
});

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

  if (identity === undefined) return <BootFrame />;
  if (identity === null) return <SignInPage isNew={route.screen.name === 'sign-up'} />;
  return <OpenAccount key={`${identity.accountId} ${identity.deviceId}`} identity={identity} route={route} />;
}
