import { ClientApp } from '../src/client-app.tsx';

/** One page for every address: a path that was never visited online opens offline all the same. */
export default function Page() {
  return <ClientApp />;
}
