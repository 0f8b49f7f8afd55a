import { embeddedDatabase } from '../testing/databases.ts';
import { appenderContract } from '../testing/appender-contract.ts';
import { mergeContract } from '../testing/merge-contract.ts';
import { recoveryContract } from '../testing/recovery-contract.ts';

appenderContract('the embedded database', embeddedDatabase);
mergeContract('the embedded database', embeddedDatabase);
recoveryContract('the embedded database', embeddedDatabase);
