import { fileURLToPath } from 'node:url';
import { runBin, say } from './run.ts';
import { whenStale } from './stale.ts';

/** Everything that is generated and not committed: the Prisma client, and the web app's typed documents. */
export async function codegen(): Promise<void> {
  const { generate } = await import('../prisma/src/generate.ts');
  generate({ log: say });
  await whenStale(
    'web/src/generated',
    ['schema.graphql', 'codegen.yml', 'web/src', 'domain/src', 'client/src/link', 'scripts/trusted-documents.ts'],
    async () => {
      say('Generating typed documents …');
      await runBin('graphql-codegen', ['--config', 'codegen.yml']);
      const { writeTrustedDocuments } = await import('./trusted-documents.ts');
      await writeTrustedDocuments();
    },
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await codegen();
