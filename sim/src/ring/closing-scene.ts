import { openConflicts } from '@cairn/domain';
import type { Ring, RingDevice } from './ring.ts';
import { quiet } from './verdict.ts';

const REPLAY = '"operationName":"replayEvents"';

/**
 * For certain, what the faults before bring about only mostly: two devices name one list without knowing of each other, so
 * that there is a conflict; one of them chooses, and the answer to that is lost after the commit.
 */
export async function closingScene(ring: Ring, quietWithin: number): Promise<void> {
  const [early, late] = ring.devices as unknown as [RingDevice, RingDevice];
  const listId = await early.process.calls.newId();
  await early.process.calls.record('createList', { listId, name: 'The last one', color: 'blue', order: 'a0' });
  await quiet(ring, quietWithin);
  for (const { road, process, name } of [early, late]) {
    road.close();
    await process.calls.record('renameList', { listId, name });
  }
  for (const { road, process } of [early, late]) {
    road.open();
    await process.calls.syncNow();
    while ((await process.calls.status()).pending > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const [list] = await late.process.calls.entities([{ type: 'List', id: listId }]);
  const [conflict] = openConflicts(list!);
  if (!conflict) throw new Error('two devices named one list, and there is no conflict');
  late.road.inject({ fault: 'lose-reply', text: REPLAY });
  await late.process.calls.record('settleListConflict', { listId, conflictId: conflict.id, choice: 'MINE' });
}
