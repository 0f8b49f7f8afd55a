import { fileURLToPath } from 'node:url';
import { writePage, type ListPage } from './test-lists.ts';

/** What the app does for a person, and the tests that do it in a browser. */
export const product: ListPage = {
  path: 'docs/product.md',
  heading: /^### (\w+)/,
  kind: 'part',
  command: 'npm run product',
  idsOf: ({ does }) => does,
  counts: (file) => file.endsWith('.e2e.test.ts'),
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await writePage(product);
