import { notifyUntil } from '../ui/notify.ts';

/** What the platform lets this app do. */
export type Allowed = 'yes' | 'no' | 'ask' | 'never';

/** `never`: this browser has no notifications. */
export function notificationsAllowed(): Allowed {
  if (typeof Notification === 'undefined') return 'never';
  return { granted: 'yes', denied: 'no', default: 'ask' }[Notification.permission] as Allowed;
}

/** Only when a person sets a reminder: a question that comes out of nowhere is answered with no. */
export async function askForNotifications(): Promise<Allowed> {
  if (notificationsAllowed() === 'ask') await Notification.requestPermission();
  return notificationsAllowed();
}

interface Shown {
  /** The same tag replaces a notification instead of adding one. */
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  /** What a click opens. */
  readonly path: string;
}

/** By the platform where it may, through the service worker where there is one; else in the app. */
export async function showReminder({ tag, title, body, path }: Shown, open: (path: string) => void): Promise<void> {
  const inApp = () => notifyUntil(`${body}: ${title}`, { label: 'Open', onClick: () => open(path) });
  if (notificationsAllowed() !== 'yes') return inApp();
  const options = { tag, body, icon: '/icon-192.png', badge: '/icon-192.png', data: { path } };
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    if (registration?.active) return await registration.showNotification(title, options);
    new Notification(title, options).addEventListener('click', () => {
      window.focus();
      open(path);
    });
  } catch {
    // Some platforms have notifications in name only.
    inApp();
  }
}
