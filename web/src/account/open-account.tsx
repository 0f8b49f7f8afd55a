import { ApolloProvider } from '@apollo/client/react';
import { openCairn } from '@cairn/client';
import type { Payloads } from '@cairn/domain';
import { useEffect, useState } from 'react';
import { appDefinition } from '../cairn/app-definition.ts';
import { CairnContext, type AppCairn } from '../cairn/cairn-context.ts';
import { BootFrame } from '../shell/boot-frame.tsx';
import type { Route } from '../shell/router.ts';
import { Shell } from '../shell/shell.tsx';
import { SignInPage } from './parts.tsx';
import type { KnownIdentity } from './identity.ts';

/** Reads the account from this device and shows the app; the network is not waited for. */
export function OpenAccount({ identity, route }: { identity: KnownIdentity; route: Route }) {
  const [cairn, setCairn] = useState<AppCairn>();
  const [failure, setFailure] = useState<Error>();

  useEffect(() => {
    let isGone = false;
    const opening = openCairn<Payloads>({
      app: appDefinition,
      identity: { accountId: identity.accountId, deviceId: identity.deviceId },
      url: '/graphql',
      webSocketUrl: `${window.location.origin.replace(/^http/, 'ws')}/graphql`,
    });
    opening.then(
      (opened) => !isGone && setCairn(opened),
      (error: Error) => !isGone && setFailure(error),
    );
    return () => {
      isGone = true;
      void opening.then((opened) => opened.close()).catch(() => undefined);
    };
  }, [identity.accountId, identity.deviceId]);

  // To the nearest error boundary, which says so and offers to try again.
  if (failure) throw failure;
  if (!cairn) return <BootFrame />;
  return (
    <CairnContext value={cairn}>
      <ApolloProvider client={cairn.client}>
        {route.screen.name === 'sign-in' ? <SignInPage isNew={false} known={identity} /> : <Shell route={route} />}
      </ApolloProvider>
    </CairnContext>
  );
}
