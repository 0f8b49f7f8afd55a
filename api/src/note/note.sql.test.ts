import { embeddedDatabase } from '../testing/databases.ts';
import { noteContract } from '../testing/note-contract.ts';

noteContract('the embedded database', embeddedDatabase);
