import '@fontsource-variable/inter/index.css';
import '../src/ui/global.css';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { prepaintScript } from '../src/shell/prepaint.ts';

export const metadata: Metadata = {
  title: 'Cairn',
  description: 'Tasks that work anywhere, and keep every change.',
  applicationName: 'Cairn',
  manifest: '/manifest.webmanifest',
  icons: { icon: [{ url: '/icon.svg', type: 'image/svg+xml' }], apple: '/icon-180.png' },
  appleWebApp: { capable: true, title: 'Cairn', statusBarStyle: 'default' },
  formatDetection: { telephone: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f4f0' },
    { media: '(prefers-color-scheme: dark)', color: '#151412' },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: prepaintScript }} />
      </head>
      <body>{children}</body>
    </html>
  );
}
