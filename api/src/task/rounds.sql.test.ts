import { embeddedDatabase } from '../testing/databases.ts';
import { roundContract } from '../testing/round-contract.ts';

roundContract('the embedded database', embeddedDatabase);
