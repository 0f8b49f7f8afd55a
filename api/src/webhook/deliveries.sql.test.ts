import { embeddedDatabase } from '../testing/databases.ts';
import { webhookContract } from '../testing/webhook-contract.ts';

webhookContract('the embedded database', embeddedDatabase);
