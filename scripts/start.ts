import { build } from './build.ts';
import { say } from './run.ts';

/** The whole app on one address: builds what is not built, opens the database, serves API and web app. */
await build();
say(process.env.DATABASE_URL ? 'Connecting to PostgreSQL …' : 'Opening the embedded database …');
process.env.WEB_DIR ??= 'web/out';
process.env.GRAPHIQL_DIR ??= 'api/graphiql/out';
process.env.TRUSTED_DOCUMENTS ??= 'web/src/generated/trusted-documents.json';
// As it is shipped. Its types are none of this file's business, and it is there only now.
await import(new URL('../api/out/main.mjs', import.meta.url).href);
