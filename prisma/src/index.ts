export { asAccount, forAccount } from './account-scope.ts';
export { Prisma, PrismaClient } from '../generated/client.ts';
export { DatabaseLockedError } from './folder-lock.ts';
export { PREPARED } from './prepared.ts';
export { openDatabase, type Database, type OpenOptions } from './open.ts';
export { eraseAccount } from './erase-account.ts';
export { ARCHIVE_ROW, accountsOf, archiveEvents, type Archived, type ArchiveOptions } from './archive-events.ts';
export { verifyLog, type Verified } from './verify.ts';
