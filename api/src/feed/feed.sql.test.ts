import { embeddedDatabase } from '../testing/databases.ts';
import { feedContract } from '../testing/feed-contract.ts';

feedContract('the embedded database', embeddedDatabase);
