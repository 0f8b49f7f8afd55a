import { ApolloProvider } from '@apollo/client/react';
import { openCairn } from '@cairn/client';
import type { Payloads } from '@cairn/domain';
import { useEffect, useState } from 'react';
import { appDefinition } from '../cairn/app-definition.ts';
import { CairnContext, type AppCairn } from '../cairn/cairn-context.ts';
import { BootFrame } from '../shell/boot-frame.tsx';
import type { Route } from '../shell/router.ts';
import { Shell } from '../shell/shell.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { begunIsFinished } from './begun.ts';
import { EMAIL } from './email-key.ts';
import { endOf, type EndCode } from './end-code.ts';
import { readIdentity, takeEmail, type KnownIdentity } from './identity.ts';

/** Undefined when this account turns out to have been signed out, before the browser was closed. */
async function open({ accountId, deviceId }: KnownIdentity): Promise<AppCairn | undefined> {
  await begunIsFinished;
  if (readIdentity()?.accountId !== accountId) return undefined;
  return openCairn<Payloads>({
    app: appDefinition,
    identity: { accountId, deviceId },
    url: '/graphql',
    webSocketUrl: `${window.location.origin.replace(/^http/, 'ws')}/graphql`,
  });
}

/** Of an account that is gone everything goes; of one whose session was ended what is unsent stays for the person. */
async function endAccount(cairn: AppCairn, identity: KnownIdentity, ended: EndCode): Promise<void> {
  const { closeEnded, signOutHere } = await import('./leaving.ts');
  if (ended === 'ACCOUNT_GONE') void signOutHere(cairn, identity, ended);
  // What is only in this tab's memory would go with it: then it is said by the banner alone.
  else if (cairn.status.get().storage?.mode !== 'memory') closeEnded(cairn, identity, ended);
}

/** Reads the account from this device and shows the app; the network is not waited for. */
export function OpenAccount({ identity, route }: { identity: KnownIdentity; route: Route }) {
  const [cairn, setCairn] = useState<AppCairn>();
  const [failure, setFailure] = useState<Error>();

  useEffect(() => {
    let isGone = false;
    const opening = open(identity);
    opening.then(
      (opened) => {
        if (isGone || !opened) return;
        const email = takeEmail();
        if (email !== undefined) opened.kept.set(EMAIL, email);
        setCairn(opened);
      },
      (error: Error) => !isGone && setFailure(error),
    );
    return () => {
      isGone = true;
      void opening.then((opened) => opened?.close()).catch(() => undefined);
    };
  }, [identity]);

  useEffect(() => {
    if (!cairn) return;
    let isEnding = false;
    const look = () => {
      const ended = endOf(cairn.status.get());
      if (!ended || isEnding) return;
      isEnding = true;
      // Its file may not come; then with the next word of it.
      endAccount(cairn, identity, ended).catch(() => (isEnding = false));
    };
    look();
    return cairn.status.subscribe(look);
  }, [cairn, identity]);

  // To the nearest error boundary, which says so and offers to try again.
  if (failure) throw failure;
  if (!cairn) return <BootFrame />;
  return (
    <CairnContext value={cairn}>
      <ApolloProvider client={cairn.client}>
        {route.screen.name === 'sign-in' ? (
          <SignInPage isNew={false} known={cairn.kept.get(EMAIL)} />
        ) : (
          <Shell route={route} />
        )}
      </ApolloProvider>
    </CairnContext>
  );
}
