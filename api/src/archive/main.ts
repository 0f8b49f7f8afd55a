import { openDatabase } from '@cairn/prisma';
import { parseArchiveCommand, runArchiveCommand, USAGE, type ArchiveCommand } from './archive-command.ts';

// Of DATABASE_URL, or of the embedded database in DATA_DIR (`data`), which must not be running. It may be killed at any
// moment, and run again.
let command: ArchiveCommand | undefined;
try {
  command = parseArchiveCommand(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
  process.exitCode = 2;
}
if (command) {
  const { DATABASE_URL: url, DATA_DIR: dataDir = 'data' } = process.env;
  const database = await openDatabase(url ? { url } : { dataDir });
  try {
    const isWhole = await runArchiveCommand(
      database,
      command,
      Date.now(),
      (line) => void process.stdout.write(`${line}\n`),
    );
    if (!isWhole) process.exitCode = 1;
  } finally {
    await database.close();
  }
}
