import { spawn } from 'node:child_process';
import { graphiql } from './build.ts';
import { codegen } from './codegen.ts';
import { say } from './run.ts';

/** The API and the web app, each restarted when its files change. */
await codegen();
await graphiql();
const children = [
  spawn('npx', ['--no-install', 'tsx', 'watch', '--clear-screen=false', 'api/src/main.ts'], {
    stdio: 'inherit',
    env: { ...process.env, PORT: '4000', ALLOWED_ORIGINS: 'http://localhost:3000', GRAPHIQL_DIR: 'api/graphiql/out' },
  }),
  spawn('npx', ['--no-install', 'next', 'dev', '--port', '3000'], {
    stdio: 'inherit',
    cwd: 'web',
    env: { ...process.env, API_PORT: '4000', NEXT_TELEMETRY_DISABLED: '1' },
  }),
];
say('The app: http://localhost:3000 — the API: http://localhost:4000/graphql');
const stop = () => children.forEach((child) => child.kill());
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
children.forEach((child) => child.on('exit', stop));
