import { execFileSync } from 'node:child_process';

/** For tests that start the server as it is shipped: it must be this code's. */
export default function setup() {
  const env = { ...process.env, NODE_OPTIONS: '' };
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build-server.ts'], { env, stdio: 'inherit' });
}
