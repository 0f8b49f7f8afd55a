import { readFile } from 'node:fs/promises';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { ServerProcess } from './src/server-process.ts';

const printed = (schema: GraphQLSchema) => printSchema(lexicographicSortSchema(schema));

test('the server as it is built serves schema.graphql, on a database in its own folder', async () => {
  const server = await ServerProcess.start({ webDir: '' });
  try {
    const answer = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: getIntrospectionQuery({ oneOf: true, inputValueDeprecation: true, specifiedByUrl: true }),
      }),
    });
    const { data } = (await answer.json()) as { data: IntrospectionQuery };
    expect(printed(buildClientSchema(data))).toBe(printed(buildSchema(await readFile('schema.graphql', 'utf8'))));
  } finally {
    await server.stop();
  }
});
