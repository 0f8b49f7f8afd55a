import { AccountGate } from './account/account-gate.tsx';
import { part } from './ui/part.tsx';

const AppUpdate = part(() => import('./pwa/app-update.tsx').then((module) => module.AppUpdate));
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
