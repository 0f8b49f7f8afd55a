import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { apiSchema } from './schema.ts';

/** The text of schema.graphql. */
export async function emitSchema(): Promise<string> {
  const text = printSchema(lexicographicSortSchema(await apiSchema()));
  return `# Written by \`npm run schema\` from the code of the API. Not to be edited.\n\n${text}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(new URL('../../schema.graphql', import.meta.url), await emitSchema());
}
