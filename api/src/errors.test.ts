import { readFile } from 'node:fs/promises';
import { REFUSAL_CODES } from '@cairn/domain';
import { ERROR_STATUS } from './errors.ts';
import { DELIVERY_CODES } from './webhook/delivery-failure.ts';

test('[SAFE3] docs/errors.md explains every code, and no other', async () => {
  const page = await readFile('docs/errors.md', 'utf8');
  const explained = new Set(
    [...page.matchAll(/^### ([A-Z_]+)$|`([A-Z][A-Z_]{3,})`/gm)].map(([, heading, code]) => heading ?? code!),
  );
  const device = ['FULL', 'UNAVAILABLE', 'TIMEOUT', 'BLOCKED', 'NEWER', 'LOST'].map((code) => `STORAGE_${code}`);
  const known = [...REFUSAL_CODES, ...Object.keys(ERROR_STATUS), ...device, ...DELIVERY_CODES, 'REJECTED'];
  expect([...explained].sort()).toEqual(known.sort());
});
