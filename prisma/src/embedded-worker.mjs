// The thread that runs PGlite. Plain JavaScript, because a worker starts without the transforms of tsx or Jest.
// In: bytes of the PostgreSQL protocol, or 'close'. Out: 'ready' once, then for each message the bytes of the answer.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort, threadId, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

/** @type {{ dataDir: string, fresh: boolean, template: string, wasm: WebAssembly.Module }} */
const { dataDir, fresh, template, wasm } = workerData;

const loadDataDir = fresh && existsSync(template) ? new Blob([readFileSync(template)]) : undefined;
const database = await PGlite.create({ dataDir, pgliteWasmModule: wasm, ...(loadDataDir && { loadDataDir }) });
if (dataDir === 'memory://' && !loadDataDir) await saveTemplate();

parentPort.on('message', async (message) => {
  if (message === 'close') {
    await database.close();
    parentPort.close();
    return;
  }
  const parts = [];
  await database.execProtocolRawStream(message, { onRawData: (bytes) => void parts.push(bytes.slice()) });
  parentPort.postMessage(Buffer.concat(parts));
});
parentPort.postMessage('ready');

/** An empty cluster takes seconds to make and a moment to copy. Where it cannot be kept, the next start makes it again. */
async function saveTemplate() {
  const draft = `${template}.${process.pid}.${threadId}`;
  try {
    const dump = await database.dumpDataDir('none');
    mkdirSync(dirname(template), { recursive: true });
    writeFileSync(draft, Buffer.from(await dump.arrayBuffer()));
    renameSync(draft, template);
  } catch {
    rmSync(draft, { force: true });
  }
}
