import { startServer } from './server/start.ts';

const server = await startServer(process.env);
process.stdout.write(`\nCairn: ${server.address}\n\n`);

let stopping: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopping ??= server.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
