import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UsageError } from './usage-error.ts';

/** From the person, unseen. @throws UsageError where nobody can be asked */
export async function askPassword(): Promise<string> {
  if (!process.stdin.isTTY) throw new UsageError('Nobody can be asked for the password here: set CAIRN_PASSWORD.');
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true });
  process.stderr.write('Password: ');
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      lines.once('close', () => reject(new UsageError('No password was given.')));
    });
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
