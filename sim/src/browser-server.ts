import { ServerProcess } from './server-process.ts';

/** The server that the browser tests of one run share, where there is one: its start takes longer than many of them. */
export const SHARED_SERVER = 'CAIRN_BROWSER_SERVER';

export interface BrowserServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** For tests that neither stop the server nor change it, with accounts of their own. */
export async function browserServer(): Promise<BrowserServer> {
  const url = process.env[SHARED_SERVER];
  return url ? { url, stop: async () => undefined } : ServerProcess.start();
}
