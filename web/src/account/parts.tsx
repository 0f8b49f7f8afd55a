import { BootFrame } from '../shell/boot-frame.tsx';
import { part } from '../ui/part.tsx';

/** Somebody new gets the page to sign in first, and the app while they type; who is known gets the app. */
export const SignInPage = part(() => import('./sign-in-page.tsx').then((module) => module.SignInPage));
export const OpenAccount = part(() => import('./open-account.tsx').then((module) => module.OpenAccount), <BootFrame />);
export const TourPage = part(() => import('../tour/tour-page.tsx').then((module) => module.TourPage), <BootFrame />, {
  isHeavy: true,
});
export const EndedPage = part(() => import('./ended-page.tsx').then((module) => module.EndedPage));
export const AsideNote = part(() => import('./aside-note.tsx').then((module) => module.AsideNote));
