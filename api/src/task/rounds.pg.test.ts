import { postgresDatabase } from '../testing/databases.ts';
import { roundContract } from '../testing/round-contract.ts';

roundContract('PostgreSQL', postgresDatabase);
