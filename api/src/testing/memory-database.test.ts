import { appenderContract } from './appender-contract.ts';
import { feedContract } from './feed-contract.ts';
import { memoryDatabase } from './memory-database.ts';
import { mergeContract } from './merge-contract.ts';
import { noteContract } from './note-contract.ts';
import { roundContract } from './round-contract.ts';

// The simulation stands on this database: it keeps what PostgreSQL keeps.
appenderContract('memory', memoryDatabase);
mergeContract('memory', memoryDatabase);
noteContract('memory', memoryDatabase);
roundContract('memory', memoryDatabase);
feedContract('memory', memoryDatabase);
