import { embeddedDatabase } from '../testing/databases.ts';
import { feedContract } from './feed-contract.ts';

feedContract('the embedded database', embeddedDatabase);
