import type { PlannedEvent } from '@cairn/domain';
import type { PlanContext } from '../transfer/import-plan.ts';
import { generateNKeysBetween } from 'fractional-indexing';
import { localToday } from '../task/dates.ts';
import { linkTarget } from '@cairn/text';

/** A small life to look around in: lists first, then their tasks, then the notes that speak of them. */
export function exampleEvents({ newId, now, lastListKey, lastInboxKey }: PlanContext): PlannedEvent[] {
  const day = (from: number) => localToday(new Date(now.getFullYear(), now.getMonth(), now.getDate() + from));
  const [trip, home, book] = [newId(), newId(), newId()];
  const [tent, hut, packing, read] = [newId(), newId(), newId(), newId()];
  const [walkNote, howNote] = [newId(), newId()];
  const listKeys = generateNKeysBetween(lastListKey, null, 3);
  const lists = [
    [trip, 'A week on Skye', 'teal'],
    [home, 'Home', 'amber'],
    [book, 'To read', 'violet'],
  ] as const;
  const tasks: readonly (readonly [string, string, string | null, object?])[] = [
    [newId(), 'Try it: switch off the network, and tick this', null, { due: day(0), priority: 3 }],
    [newId(), 'Undo that with Ctrl+Z, or ⌘Z', null, {}],
    [newId(), 'Look at the history of a task: open it, and press “History”', null, {}],
    [hut, 'Book the hut in Glen Brittle', trip, { due: day(2), priority: 2, tags: ['phone'] }],
    [tent, 'Mend the tent', trip, { due: day(5), tags: ['weekend'] }],
    [newId(), 'Buy seam sealer', trip, { parentId: tent }],
    [newId(), 'Find the missing pole', trip, { parentId: tent }],
    [packing, 'Pack', trip, { due: day(9), description: 'The list is in the note “Walking on Skye”.' }],
    [newId(), 'Water the plants', home, { due: day(1), repeat: { rule: 'FREQ=WEEKLY', from: 'completion' } }],
    [newId(), 'Call the bank about the card', home, { due: day(0), tags: ['phone'] }],
    [newId(), 'Learn to bake bread', home, { someday: true }],
    [read, 'The Living Mountain, Nan Shepherd', book, {}],
    [newId(), 'A Field Guide to Getting Lost, Rebecca Solnit', book, {}],
  ];
  const keys = generateNKeysBetween(lastInboxKey, null, tasks.length);
  const packingLink = linkTarget({ entityType: 'Task', entityId: packing });
  return [
    ...lists.map(([listId, name, color], index): PlannedEvent => ({
      mutation: 'createList',
      payload: { listId, name, color, order: listKeys[index]! },
    })),
    ...tasks.map(([taskId, title, listId, more], index): PlannedEvent => ({
      mutation: 'createTask',
      payload: { taskId, title, listId, order: keys[index]!, ...more },
    })),
    { mutation: 'completeTask', payload: { taskId: read } },
    {
      mutation: 'createNote',
      payload: {
        noteId: walkNote,
        title: 'Walking on Skye',
        pinned: true,
        tags: ['trip'],
        body: `Six days, two of them rain. [Pack](${packingLink}) for all four seasons.\n\n## In the rucksack\n\n- [x] Map, on paper\n- [ ] Compass\n- [ ] Head torch, and a spare battery\n- [ ] Oatcakes\n\n> There is no signal beyond the bridge. This note works there too.\n`,
      },
    },
    {
      mutation: 'createNote',
      payload: {
        noteId: howNote,
        title: 'What Cairn does without a network',
        body: '- Everything you see is on this device. It opens, and is searched, anywhere.\n- Every change is kept here **before** the screen says so, and sent when there is a road.\n- Two devices that change different things keep both. Where both changed the very same words, you are asked.\n- Nothing is ever gone: the history of each thing has every version of it.\n',
      },
    },
  ];
}
