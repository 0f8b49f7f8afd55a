import { AccountGate } from './account/account-gate.tsx';
import { AppUpdate } from './pwa/app-update.tsx';
import { part } from './ui/part.tsx';

const Toasts = part(() => import('./ui/toasts.tsx').then((module) => module.Toasts));

export function ClientApp() {
  return (
    <>
      <AccountGate />
      <AppUpdate />
      <Toasts />
    </>
  );
}
