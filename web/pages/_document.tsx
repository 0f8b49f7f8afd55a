import { Head, Html, Main, NextScript } from 'next/document';
import { prepaintScript } from '../src/shell/prepaint.ts';
import { GROUND } from '../src/shell/theme-key.ts';

/** What surrounds the app. The title is in here: `useTitle` changes it, and nothing of Next's may change it back. */
export default function Document() {
  return (
    <Html lang="en" suppressHydrationWarning>
      <Head>
        {/* Here and not in next/head, which would be a part of every first visit; it stands after Next's own, and counts. */}
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <title>Cairn</title>
        <meta name="description" content="Tasks and notes that work anywhere, and keep every change." />
        <meta name="application-name" content="Cairn" />
        <link rel="manifest" href="/manifest.webmanifest" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/icon-180.png" />
        <meta name="mobile-web-app-capable" content="yes" />
        <meta name="apple-mobile-web-app-title" content="Cairn" />
        <meta name="apple-mobile-web-app-status-bar-style" content="default" />
        <meta name="format-detection" content="telephone=no" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content={GROUND.light} />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content={GROUND.dark} />
        <script dangerouslySetInnerHTML={{ __html: prepaintScript }} />
      </Head>
      <body>
        <Main />
        <NextScript />
      </body>
    </Html>
  );
}
