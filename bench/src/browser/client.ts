import { build } from 'esbuild';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BrowserDevice } from '../../../sim/src/browser-device.ts';
import { median, quantile, round, table } from '../table.ts';
import type { PageBench } from './page.ts';

async function serve(script: string): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? script : '<!doctype html><script src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** Showing and storing one change, in Chromium. */
export async function clientBench(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['bench/src/browser/page.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    minify: true,
    conditions: ['production'],
    define: { 'process.env.NODE_ENV': '"production"', 'globalThis.__DEV__': 'false' },
  });
  const { url, server } = await serve(outputFiles[0]!.text);
  const device = await BrowserDevice.create();
  device.context.setDefaultTimeout(300_000);
  await device.page.goto(url);
  const run = <K extends keyof PageBench>(name: K, ...args: Parameters<PageBench[K]>) =>
    device.page.evaluate(
      ([fn, given]) =>
        (globalThis as unknown as { bench: Record<string, (...a: unknown[]) => unknown> }).bench[fn]!(...given),
      [name, args] as [string, unknown[]],
    ) as ReturnType<PageBench[K]>;
  const cells = (values: readonly number[]) => [round(median(values)), round(quantile(values, 0.95))];

  const rows: string[][] = [['Chromium, milliseconds', 'median', 'p95']];
  for (const [name, fn, counts] of [
    ['Cairn', 'showOurs', [0, 1_000, 5_000]],
    ["Apollo's optimistic layers", 'showLayers', [0, 100, 1_000]],
  ] as const) {
    for (const pending of counts) {
      const { show, settle } = await run(fn, 10_000, pending);
      const of = `${pending.toLocaleString('en')} pending over 10,000 tasks: ${name}`;
      rows.push([`show a change, ${of}`, ...cells(show)]);
      if (pending > 0) rows.push([`take a receipt in, ${of}`, ...cells(settle)]);
    }
  }
  for (const count of [10_000, 50_000]) {
    for (const isSealed of [true, false]) {
      const { store, load } = await run('storeOurs', count, isSealed);
      const how = `of ${count.toLocaleString('en')}: Cairn, ${isSealed ? 'sealed' : 'in clear'}`;
      rows.push([`store one change ${how}`, ...cells(store)], [`read all ${how}`, ...cells(load)]);
    }
    const whole = cells(await run('storeWhole', count));
    rows.push([`store one change of ${count.toLocaleString('en')}: apollo3-cache-persist as it comes`, ...whole]);
  }
  for (const isSealed of [true, false]) {
    const { append, load } = await run('outbox', 5_000, isSealed);
    const how = isSealed ? 'sealed' : 'in clear';
    rows.push([`an event until it is durable, ${how}`, ...cells(append)]);
    rows.push([`read 5,000 waiting events, ${how}`, ...cells(load)]);
  }
  await device.destroy();
  server.close();
  return table(rows);
}
