// Writes accounts into the embedded database of the folder given, printing each id once it is acknowledged.
import { randomUUID } from 'node:crypto';
import { DatabaseLockedError, forAccount, openDatabase } from '../src/index.ts';

try {
  const { prisma } = await openDatabase({ dataDir: process.argv[2]! });
  for (;;) {
    const id = randomUUID();
    await forAccount(prisma, id).account.create({ data: { id, createdAt: new Date() } });
    process.stdout.write(`${id}\n`);
  }
} catch (error) {
  if (!(error instanceof DatabaseLockedError)) throw error;
  process.stdout.write(`${error.code} ${error.pid}\n`);
}
