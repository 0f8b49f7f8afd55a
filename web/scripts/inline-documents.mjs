import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const GENERATED = fileURLToPath(new URL('../src/generated/graphql.ts', import.meta.url));
const CALL = /graphql\(`\s*(fragment|query|mutation|subscription)\s+(\w+)[\s\S]*?`\)/g;

/**
 * A loader that puts each document where it is written. As codegen leaves it, `graphql()` finds it in a table of all of
 * them, texts included, and every screen would bring all of that along.
 */
export default function inlineDocuments(source) {
  this.addDependency(GENERATED);
  const generated = readFileSync(GENERATED, 'utf8');
  return source
    .replace(/^import \{ graphql \} from '[^']*generated\/index\.ts';$/m, '')
    .replace(CALL, (_call, kind, name) => {
      const constant = `${name}${kind === 'fragment' ? 'FragmentDoc' : 'Document'}`;
      const found = new RegExp(`^export const ${constant} = (\\{.*\\}) as unknown as `, 'm').exec(generated);
      if (!found) throw new Error(`codegen knows no ${constant}`);
      return found[1];
    });
}
