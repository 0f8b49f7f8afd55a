import { temporaryPostgres } from '@cairn/prisma/testing';
import { upgradeContract } from '../testing/upgrade-contract.ts';

upgradeContract('PostgreSQL', temporaryPostgres);
