import { embeddedDatabase } from '../testing/databases.ts';
import { faultContract } from '../testing/fault-contract.ts';

faultContract('the embedded database', embeddedDatabase, async ({ prisma }) => prisma);
