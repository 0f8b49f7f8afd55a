import { fileURLToPath } from 'node:url';
import { writePage, type ListPage } from './test-lists.ts';

/** What may go wrong, and the tests that make it go wrong. */
export const faults: ListPage = {
  path: 'docs/faults.md',
  heading: /^### (F\d+) /,
  kind: 'fault',
  command: 'npm run faults',
  idsOf: ({ faults }) => faults,
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await writePage(faults);
