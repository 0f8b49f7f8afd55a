import { postgresDatabase } from '../testing/databases.ts';
import { webhookContract } from '../testing/webhook-contract.ts';

webhookContract('PostgreSQL', postgresDatabase);
