import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = resolve(fileURLToPath(import.meta.url), '..');

/** Where the page is, once it is built. */
export const GRAPHIQL_OUT = join(folder, 'out');

/** GraphiQL as one script and one style sheet of this server's own: no other address is asked for anything. */
export async function buildGraphiql(): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: ['page.ts'],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['production'],
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.woff2': 'file' },
    entryNames: '[name]-[hash]',
    outdir: 'out',
    metafile: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  const [script] = Object.keys(metafile.outputs).filter((path) => path.endsWith('.js'));
  const { cssBundle } = metafile.outputs[script!]!;
  const address = (path: string) => path.replace(/^out/, '/graphql/page');
  await writeFile(
    join(GRAPHIQL_OUT, 'index.html'),
    `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Cairn: GraphiQL</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${address(cssBundle!)}" />
    <script type="module" src="${address(script!)}"></script>
  </head>
  <body>
    <div id="graphiql"></div>
  </body>
</html>
`,
  );
}
