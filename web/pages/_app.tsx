import '@fontsource-variable/inter/index.css';
import '../src/ui/global.css';
import type { AppProps } from 'next/app';
import Router from 'next/router';
import { ErrorBoundary } from '../src/shell/error-boundary.tsx';

// Which screen an address means is the app's own matter: back and forward are no pages of Next's.
Router.ready(() => Router.beforePopState(() => false));

export default function App({ Component, pageProps }: AppProps) {
  return (
    <ErrorBoundary>
      <Component {...pageProps} />
    </ErrorBoundary>
  );
}
