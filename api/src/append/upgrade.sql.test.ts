import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { upgradeContract } from '../testing/upgrade-contract.ts';

upgradeContract('the embedded database', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'cairn-upgrade-'));
  return { dataDir, drop: () => rm(dataDir, { recursive: true }) };
});
