import { tsImport } from 'tsx/esm/api';

/** For tests that start the server as it is shipped: it must be this code's. */
export default async function setup() {
  const { server } = await tsImport('./build.ts', import.meta.url);
  await server();
}
