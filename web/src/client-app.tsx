import { useEffect } from 'react';
import { AccountGate } from './account/account-gate.tsx';
import { watchSystemTheme } from './shell/theme.ts';
import { part } from './ui/part.tsx';
import { Toasts } from './ui/toasts-part.ts';

const AppUpdate = part(() => import('./pwa/app-update.tsx').then((module) => module.AppUpdate), null, {
  isAside: true,
});

export function ClientApp() {
  useEffect(watchSystemTheme, []);
  return (
    <>
      <AccountGate />
      <AppUpdate />
      <Toasts />
    </>
  );
}
