import { fromMarkdown } from '@cairn/domain';
import { markdownFrom } from '@cairn/text';
import { OpenBody } from './open-body.ts';

/** A note whose events are stored at once. */
function open(updates: readonly string[]) {
  const stored = [...updates];
  const body = new OpenBody(updates, {
    async begin(update) {
      const at = stored.push(update) - 1;
      return {
        amend: async (next) => {
          stored[at] = next;
          return true;
        },
        seal: async () => undefined,
      };
    },
    schedule: () => () => undefined,
    onSaved: () => undefined,
    onFailure: (error) => {
      throw error;
    },
  });
  return { body, stored };
}

test('[M9] two that are open at the same place keep what both type, and write only their own', async () => {
  const seed = fromMarkdown('shared');
  const [a, b] = [open([seed]), open([seed])];
  a.body.text.insert(6, ' by A');
  b.body.text.insert(6, ' by B');
  await a.body.flush();
  await b.body.flush();
  const all = [...new Set([...a.stored, ...b.stored])];
  expect(all).toHaveLength(3);
  a.body.receive(all);
  b.body.receive(all);
  expect(a.body.text.toString()).toBe(b.body.text.toString());
  expect(a.body.text.toString()).toBe(markdownFrom(all));
  expect(all.map((update) => markdownFrom([seed, update]))).toEqual(['shared', 'shared by A', 'shared by B']);
  await a.body.flush();
  expect(a.stored).toHaveLength(2);
});

test('what comes twice changes nothing, and what is no update leaves the rest to be read', () => {
  const { body } = open([fromMarkdown('here'), 'AAAA////']);
  body.receive([fromMarkdown('here'), 'AAAA////']);
  expect(body.text.toString()).toBe('here');
  expect(body.unreadable).toBe(1);
});
