// Takes the lock of the folder given and keeps it, or says why not.
import { DatabaseLockedError, lockFolder } from '../src/folder-lock.ts';

try {
  lockFolder(process.argv[2]!);
  process.stdout.write('taken\n');
  setInterval(() => {}, 60_000);
} catch (error) {
  if (!(error instanceof DatabaseLockedError)) throw error;
  process.stdout.write(`${error.code}\n`);
}
