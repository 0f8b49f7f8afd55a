import '@fontsource-variable/inter/index.css';
import '../src/ui/global.css';
import type { AppProps } from 'next/app';
import Head from 'next/head';
import Router from 'next/router';
import { ErrorBoundary } from '../src/shell/error-boundary.tsx';

// Which screen an address means is the app's own matter: back and forward are no pages of Next's.
Router.ready(() => Router.beforePopState(() => false));

export default function App({ Component, pageProps }: AppProps) {
  return (
    <ErrorBoundary>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      </Head>
      <Component {...pageProps} />
    </ErrorBoundary>
  );
}
