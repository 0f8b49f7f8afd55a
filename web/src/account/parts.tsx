import { BootFrame } from '../shell/boot-frame.tsx';
import { part } from '../ui/part.tsx';

export const OpenAccount = part(() => import('./open-account.tsx').then((module) => module.OpenAccount), <BootFrame />);
export const TourPage = part(() => import('../tour/tour-page.tsx').then((module) => module.TourPage), <BootFrame />, {
  isHeavy: true,
});
export const EndedPage = part(() => import('./ended-page.tsx').then((module) => module.EndedPage));
export const AsideNote = part(() => import('./aside-note.tsx').then((module) => module.AsideNote));
