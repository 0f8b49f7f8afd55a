import { settlementOf } from './settlement.ts';
import type { Receipt } from './link/receipt.ts';
import { TestAccount } from './testing/rig.ts';

const taskId = '01900000-0000-7000-8000-000000000001';

/** A device with two events of one task waiting, and receipts for them of which the last has the task as the server says. */
async function setUp() {
  const device = new TestAccount().device('A');
  const { replica } = device;
  await device.record('createTask', { taskId, title: 'One', order: 'a0' });
  await device.record('retitleTask', { taskId, title: 'Two' });
  const entries = replica.outbox.all().map(({ entry }) => entry);
  const { type, fields, ...rest } = replica.view.get({ type: 'Task', id: taskId })!;
  const entity = { __typename: type, ...rest, ...fields };
  const receipts = [1, 2].map((version) => ({ status: 'APPLIED', version, entity: version === 2 ? entity : null }));
  return { known: replica, entries, receipts: receipts as unknown as Receipt[] };
}

test('[C3] [S8] what the answers did not say all of is told to other tabs as a part only', async () => {
  const { known, entries, receipts } = await setUp();
  expect(settlementOf(known, entries, receipts)).toMatchObject({ answered: [1, 2], isPartial: false });
  // A server of an older release knows the events again, and cannot read what they happened to.
  const unsaid = receipts.map((receipt) => ({ ...receipt, entity: null }));
  expect(settlementOf(known, entries, unsaid)).toMatchObject({ answered: [1, 2], confirmed: [], isPartial: true });
  // Nothing comes of what is rejected.
  const rejected = unsaid.map((receipt) => ({ ...receipt, status: 'REJECTED', code: 'VALUE_INVALID' }) as Receipt);
  expect(settlementOf(known, entries, rejected)).toMatchObject({ answered: [], isPartial: false });
});
