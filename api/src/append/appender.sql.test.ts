import { embeddedDatabase } from '../testing/databases.ts';
import { appenderContract } from './appender-contract.ts';
import { mergeContract } from './merge-contract.ts';

appenderContract('the embedded database', embeddedDatabase);
mergeContract('the embedded database', embeddedDatabase);
