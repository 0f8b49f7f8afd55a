import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Makes `api/out/main.mjs`: the server in one file, with what it needs of this repository. Packages from npm stay where
 * they are.
 */
export async function buildServer(): Promise<void> {
  await build({
    absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
    entryPoints: ['src/main.ts'],
    outfile: 'out/main.mjs',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'silent',
    plugins: [
      {
        name: 'packages',
        setup({ onResolve }) {
          onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@cairn/') ? undefined : { path, external: true },
          );
        },
      },
    ],
  });
}
