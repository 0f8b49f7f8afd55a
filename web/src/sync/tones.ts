import type { SyncLine } from './sync-line.ts';

export const DOTS: { readonly [tone in SyncLine['tone']]: string } = {
  calm: 'bg-accent',
  busy: 'bg-accent animate-pulse',
  waiting: 'bg-notice',
  attention: 'bg-danger',
};
