import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { randomFrom } from '../../../sim/src/random.ts';

/** One keystroke: delete so many characters at a place, then insert. */
export type Keystroke = readonly [at: number, deleted: number, inserted: string];

export interface Trace {
  readonly name: string;
  readonly keystrokes: readonly Keystroke[];
}

interface RecordedTrace {
  readonly txns: readonly { readonly patches: readonly Keystroke[] }[];
}

/**
 * The first `count` keystrokes of a recorded trace in the format of github.com/josephg/editing-traces, when `TRACE` names
 * such a file (`automerge-paper.json.gz`: a paper as it was written); else of a made-up one.
 */
export async function openTrace(count: number): Promise<Trace> {
  const path = process.env.TRACE;
  if (!path) return { name: 'made-up trace', keystrokes: madeUp(count) };
  const { txns } = JSON.parse(gunzipSync(await readFile(path)).toString()) as RecordedTrace;
  const keystrokes = txns.flatMap(({ patches }) => patches).slice(0, count);
  return { name: path.split('/').at(-1)!, keystrokes };
}

/** Words typed in bursts, with backspaces; now and then the cursor goes elsewhere. */
function madeUp(count: number): Keystroke[] {
  const random = randomFrom(1);
  const keystrokes: Keystroke[] = [];
  let length = 0;
  let cursor = 0;
  while (keystrokes.length < count) {
    const chance = random.below(1_000);
    if (chance < 4) cursor = random.below(length + 1);
    if (chance < 150 && cursor > 0) {
      keystrokes.push([cursor - 1, 1, '']);
      cursor -= 1;
      length -= 1;
    } else {
      const letter = random.below(6) === 0 ? ' ' : String.fromCharCode(97 + random.below(26));
      keystrokes.push([cursor, 0, letter]);
      cursor += 1;
      length += 1;
    }
  }
  return keystrokes;
}
