import { connect } from 'node:net';

/** Where the tests that need a service look for it. */
export const SERVICES = [
  { name: 'PostgreSQL', url: process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres' },
  { name: 'Redis', url: process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379' },
] as const;

/** Names of the services that do not answer. */
export async function missingServices(): Promise<string[]> {
  const missing: string[] = [];
  for (const { name, url } of SERVICES) {
    const { hostname, port } = new URL(url);
    const answers = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: hostname, port: Number(port), timeout: 2_000 });
      const end = (found: boolean) => {
        socket.destroy();
        resolve(found);
      };
      socket.once('connect', () => end(true));
      socket.once('error', () => end(false));
      socket.once('timeout', () => end(false));
    });
    if (!answers) missing.push(name);
  }
  return missing;
}
