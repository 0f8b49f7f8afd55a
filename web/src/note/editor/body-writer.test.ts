import type { Draft } from '@cairn/client';
import { fromBase64, markdownFrom, openBody, textOf } from '@cairn/text';
import { BodyWriter, UPDATE_BYTES } from './body-writer.ts';

/** Time moved by hand, and drafts that remember what became of them. */
class Desk {
  now = 0;
  saved = 0;
  readonly failures: unknown[] = [];
  readonly drafts: { update: string; isSealed: boolean; amends: number }[] = [];
  fails = false;
  readonly document = openBody([]);
  readonly writer: BodyWriter;
  #timers: { at: number; run: () => void }[] = [];

  constructor() {
    this.writer = new BodyWriter({
      begin: (update) => this.#begin(update),
      schedule: (run, delay) => {
        const timer = { at: this.now + delay, run };
        this.#timers.push(timer);
        return () => (this.#timers = this.#timers.filter((other) => other !== timer));
      },
      onSaved: () => (this.saved += 1),
      onFailure: (error) => this.failures.push(error),
    });
    this.document.on('updateV2', (update: Uint8Array) => this.writer.add(update));
  }

  async #begin(update: string): Promise<Draft<string>> {
    if (this.fails) throw new Error('no room');
    this.sealAll();
    const draft = { update, isSealed: false, amends: 0 };
    this.drafts.push(draft);
    return {
      amend: async (next) => {
        if (this.fails) throw new Error('no room');
        if (draft.isSealed) return false;
        Object.assign(draft, { update: next, amends: draft.amends + 1 });
        return true;
      },
      seal: async () => void (draft.isSealed = true),
    };
  }

  /** As the client does before it writes any other event. */
  sealAll(): void {
    for (const draft of this.drafts) draft.isSealed = true;
  }

  type(text: string): void {
    textOf(this.document).insert(textOf(this.document).length, text);
  }

  async after(milliseconds: number): Promise<void> {
    const end = this.now + milliseconds;
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.now = due.at;
      this.#timers = this.#timers.filter((other) => other !== due);
      due.run();
      await settled();
    }
    this.now = end;
    await settled();
  }

  /** What the events in storage make. */
  stored(): string {
    return markdownFrom(this.drafts.map(({ update }) => update));
  }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('[M9] what is typed is in storage 250 ms later, and one event while the typing goes on', async () => {
  const desk = new Desk();
  desk.type('a');
  await desk.after(249);
  expect(desk.drafts).toHaveLength(0);
  await desk.after(1);
  expect(desk.stored()).toBe('a');
  for (const letter of 'bcdefg') {
    desk.type(letter);
    await desk.after(300);
  }
  expect(desk.drafts).toMatchObject([{ amends: 6, isSealed: false }]);
  expect(desk.stored()).toBe('abcdefg');
  expect(desk.saved).toBe(7);
});

test('[M9] a pause ends the event; the next key begins another', async () => {
  const desk = new Desk();
  desk.type('one');
  await desk.after(1_500);
  expect(desk.drafts).toMatchObject([{ isSealed: true }]);
  desk.type(' two');
  await desk.after(250);
  expect(desk.drafts).toMatchObject([{ isSealed: true }, { isSealed: false }]);
  expect(desk.stored()).toBe('one two');
});

test('[M9] an event that was ended under the typing loses nothing of it, and repeats nothing', async () => {
  const desk = new Desk();
  desk.type('one');
  await desk.after(250);
  desk.sealAll();
  desk.type(' two');
  await desk.after(250);
  expect(desk.stored()).toBe('one two');
  expect(desk.drafts.map(({ update }) => fromBase64(update).length)).toEqual([expect.any(Number), expect.any(Number)]);
  expect(markdownFrom([desk.drafts[1]!.update])).toBe('');
});

test('[M9] leaving writes and ends at once, also what is typed meanwhile', async () => {
  const desk = new Desk();
  desk.type('gone in a moment');
  const flushed = desk.writer.flush();
  desk.type('!');
  await flushed;
  await desk.after(250);
  expect(desk.stored()).toBe('gone in a moment!');
  await desk.after(1_500);
  expect(desk.drafts.every(({ isSealed }) => isSealed)).toBe(true);
});

test('[M9] no event outgrows its limit', async () => {
  const desk = new Desk();
  for (let n = 0; n < 8; n += 1) desk.type(String(n).repeat(UPDATE_BYTES / 3));
  await desk.after(3_000);
  expect(Math.max(...desk.drafts.map(({ update }) => fromBase64(update).length))).toBeLessThanOrEqual(UPDATE_BYTES);
  expect(desk.stored()).toBe(textOf(desk.document).toString());
});

test('[C5] a device that cannot store says so once, keeps the text, and tries again', async () => {
  const desk = new Desk();
  desk.fails = true;
  desk.type('held');
  await desk.after(5_000);
  expect(desk.failures).toHaveLength(1);
  expect(desk.saved).toBe(0);
  desk.fails = false;
  await desk.after(2_000);
  expect(desk.stored()).toBe('held');
  expect(desk.saved).toBe(1);
});
