import { postgresDatabase } from '../testing/databases.ts';
import { noteContract } from '../testing/note-contract.ts';

noteContract('PostgreSQL', postgresDatabase);
