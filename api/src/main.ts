import { startServer } from './server/start.ts';

const server = await startServer(process.env);
process.stdout.write(`\nCairn: ${server.address}\n\n`);

/** Whatever still hangs by then will not end by itself. Milliseconds. */
const STOP_WITHIN = 30_000 + Number(process.env['DRAIN_SECONDS'] || 0) * 1_000;

let stopping: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    setTimeout(() => process.exit(1), STOP_WITHIN).unref();
    stopping ??= server.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
