import { fileURLToPath } from 'node:url';
import { codegen } from './codegen.ts';
import { run, say } from './run.ts';
import { whenStale } from './stale.ts';

/** The page at /graphql for a person with a browser. */
export async function graphiql(): Promise<void> {
  await whenStale('api/graphiql/out', ['api/graphiql', 'package-lock.json'], async () => {
    const { buildGraphiql } = await import('../api/graphiql/build.ts');
    await buildGraphiql();
  });
}

/** The server as it is shipped. */
export async function server(): Promise<void> {
  const inputs = ['api/build.ts', 'api/src', 'prisma', 'domain/src', 'text/src', 'tsconfig.json', 'package-lock.json'];
  await whenStale('api/out', inputs, async () => {
    const { buildServer } = await import('../api/build.ts');
    await buildServer();
  });
}

/** All that `npm start` and the browser tests need; what is up to date is left alone. */
export async function build(): Promise<void> {
  await codegen();
  await server();
  await graphiql();
  const inputs = ['web', 'client/src', 'domain/src', 'text/src', 'schema.graphql', 'package-lock.json'];
  await whenStale('web/out', inputs, async () => {
    say('Building the web app; the first time takes about a minute …');
    await run('npm', ['run', 'build', '--workspace', 'web'], { env: { NEXT_TELEMETRY_DISABLED: '1' } });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
