import { MemoryOutbox } from './memory-outbox-store.ts';
import { TestAccount } from '../testing/rig.ts';

const NOTE = '01900000-0000-7000-8000-0000000000ee';
const ref = { type: 'Note', id: NOTE };
const update = (text: string) => btoa(text.padEnd(9, '.'));
const edit = (text: string) => ({ noteId: NOTE, update: update(text) });

async function rig() {
  const account = new TestAccount();
  const memory = new MemoryOutbox();
  const device = account.device('A', memory);
  await device.record('createNote', { noteId: NOTE, title: 'Draft' });
  device.sync();
  const stored = () => [...memory.entries.values()].filter(({ mutation }) => mutation === 'editNote');
  const shown = () => device.entity(ref)!.fields.updates;
  return { account, device, memory, stored, shown };
}

test('[O8] each state of a draft is durable and shown, and is one event', async () => {
  const { device, stored, shown } = await rig();
  const draft = await device.recorder.draft('editNote', edit('Mi'));
  expect(shown()).toEqual([update('Mi')]);
  expect(await draft.amend(edit('Milk'))).toBe(true);
  expect(shown()).toEqual([update('Milk')]);
  expect(stored()).toMatchObject([{ draft: true, input: { update: update('Milk') } }]);
  await draft.seal();
  expect(stored()).toHaveLength(1);
  expect(stored()[0]).not.toHaveProperty('draft');
  expect(stored()[0]!.input.event).toEqual(device.held[1]!.input.event);
});

test('[O8] sealed, it is amended no more: what is typed next begins another', async () => {
  const { device, stored } = await rig();
  const draft = await device.recorder.draft('editNote', edit('one'));
  await draft.seal();
  expect(await draft.amend(edit('two'))).toBe(false);
  expect(stored()).toMatchObject([{ input: { update: update('one') } }]);
});

test('[O8] any other event seals it first, so that neither waits for the other', async () => {
  const { device, stored } = await rig();
  await device.recorder.draft('editNote', edit('one'));
  await device.record('pinNote', { noteId: NOTE });
  expect(stored()[0]).not.toHaveProperty('draft');
  expect(device.held.at(-1)!.mutation).toBe('pinNote');
});

test('[O8] ten seconds after it was begun it is sealed by itself', async () => {
  const { account, device, stored } = await rig();
  const draft = await device.recorder.draft('editNote', edit('one'));
  await account.time.advance(9_999);
  expect(await draft.amend(edit('two'))).toBe(true);
  await account.time.advance(1);
  expect(stored()[0]).not.toHaveProperty('draft');
});

test('[O8] a tab that was frozen cannot amend what another has sealed and sent meanwhile', async () => {
  const { device, memory, stored } = await rig();
  const draft = await device.recorder.draft('editNote', edit('one'));
  await device.recorder.seal([device.held.at(-1)!.sequence]);
  expect(await draft.amend(edit('two'))).toBe(false);
  memory.entries.clear();
  expect(stored()).toEqual([]);
  expect(await draft.amend(edit('two'))).toBe(false);
});

test('[O8] an amendment that is no event changes nothing', async () => {
  const { device, stored } = await rig();
  const draft = await device.recorder.draft('editNote', edit('one'));
  await expect(draft.amend({ noteId: NOTE, update: 'not base64' })).rejects.toMatchObject({ code: 'VALUE_INVALID' });
  expect(stored()).toMatchObject([{ draft: true, input: { update: update('one') } }]);
});
