import { generateNKeysBetween } from 'fractional-indexing';
import type { Payloads } from '@cairn/domain';
import type { Program } from './program.ts';

type Task = Pick<Payloads['createTask'], 'title' | 'description' | 'priority' | 'tags'> & {
  /** Days from today. */
  readonly due?: number;
  readonly start?: number;
  readonly isDone?: boolean;
};

const LISTS: readonly (readonly [name: string, color: Payloads['createList']['color'], tasks: readonly Task[]])[] = [
  [
    'Kitchen renovation',
    'orange',
    [
      { title: 'Measure the alcove for the fridge', due: 0, priority: 2 },
      { title: 'Ask Nadia about the electrician she used', due: 0, tags: ['calls'] },
      {
        title: 'Decide between oak and ash for the worktop',
        due: 3,
        description: 'Oak darkens with the years, ash stays light but marks sooner. Samples are on the window sill.',
        tags: ['waiting'],
      },
      { title: 'Order tiles, 4 m² and ten percent more', due: 6, priority: 1 },
      { title: 'Borrow the tile cutter from Paul', start: 7 },
      { title: 'Pay the deposit for the cupboards', isDone: true },
    ],
  ],
  [
    'Garden',
    'green',
    [
      { title: 'Bring the lemon tree in before the frost', due: -1, priority: 3 },
      { title: 'Plant the tulip bulbs', start: 0, tags: ['weekend'] },
      { title: 'Clean and oil the shears' },
      { title: 'Cover the compost', isDone: true },
    ],
  ],
  [
    'Lisbon in February',
    'blue',
    [
      { title: 'Book the night train to Madrid', due: 2, priority: 2, tags: ['travel'] },
      { title: 'Renew the passports', due: 12, tags: ['travel', 'post'] },
      { title: 'Find a room near Graça, with a kitchen', due: 9 },
      { title: 'Ask Inês which museums close on Mondays' },
    ],
  ],
  [
    'Book club',
    'violet',
    [
      { title: 'Read to the end of part two', due: 4 },
      { title: 'Write down three questions for Thursday', due: 5 },
    ],
  ],
];

const INBOX: readonly Task[] = [
  { title: 'Call the dentist about Thursday', due: 0, tags: ['calls'] },
  { title: 'Send Mum the photos from the lake' },
  { title: 'Look up how to descale the kettle' },
  { title: 'Return the library books', due: 1 },
  { title: 'New bulb for the hallway, E14, warm' },
];

const NOTES: readonly (readonly [title: string, body: string, tags?: readonly string[]])[] = [
  [
    'Kitchen: what we decided',
    `## Measures

The alcove is **61.5 cm** wide at the bottom and *two centimetres less* at the top. Everything that goes in has to come through the hall, which is 82 cm.

## Decided

- [x] Keep the old floor, sand it in March
- [x] Sink under the window
- [ ] One long shelf instead of wall cupboards
- [ ] Sockets: six, two of them beside the hob

## Open questions

1. Does the flue still draw?
2. Can the radiator move to the other wall?

> Nadia: “Buy the tap first, everything else is built around it.”`,
    ['house'],
  ],
  [
    'Sourdough, the way it worked',
    'Feed the starter the evening before. 450 g flour, 330 g water, 9 g salt. Fold four times, half an hour apart.',
    ['kitchen'],
  ],
  ['Things to ask the landlord', 'Bicycles in the yard, the lock of the cellar, and who waters the plane tree.'],
  ['Packing for Lisbon', '- [ ] Adapter\n- [ ] Good shoes, it is all hills\n- [ ] The blue notebook', ['travel']],
];

/** A believable account, written through the API: what the screenshots show. Answers ids by title. */
export async function writeExample(program: Program, now: Date): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  const events: Record<string, object>[] = [];
  const newId = () => idFrom(now.getTime() + events.length);
  const idOf = (title: string) => {
    const id = newId();
    ids.set(title, id);
    return id;
  };
  const push = <M extends keyof Payloads>(mutation: M, payload: Payloads[M], parentVersion = 0) => {
    const event = {
      id: newId(),
      parentVersion,
      sequence: events.length + 1,
      occurredAt: `${new Date(now.getTime() + events.length).toISOString()}-0000`,
    };
    events.push({ [mutation]: { event, ...(payload as object) } });
  };
  const day = (days: number | undefined) => {
    if (days === undefined) return undefined;
    const date = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 12);
    return date.toISOString().slice(0, 10);
  };
  const tasksOf = (tasks: readonly Task[], listId: string | null) => {
    const orders = generateNKeysBetween(null, null, tasks.length);
    tasks.forEach(({ due, start, isDone, ...given }, index) => {
      const taskId = idOf(given.title);
      const dates = {
        ...(due === undefined ? {} : { due: day(due) }),
        ...(start === undefined ? {} : { start: day(start) }),
      };
      push('createTask', { taskId, listId, order: orders[index]!, ...given, ...dates } as Payloads['createTask']);
      if (isDone) push('completeTask', { taskId } as Payloads['completeTask'], 1);
    });
  };

  const listOrders = generateNKeysBetween(null, null, LISTS.length);
  LISTS.forEach(([name, color, tasks], index) => {
    const listId = idOf(name);
    push('createList', { listId, name, color, order: listOrders[index]! });
    tasksOf(tasks, listId);
  });
  tasksOf(INBOX, null);
  NOTES.forEach(([title, body, tags], index) => {
    const noteId = idOf(title);
    push('createNote', {
      noteId,
      title,
      body,
      ...(tags ? { tags } : {}),
      pinned: index === 0,
    } as Payloads['createNote']);
  });
  await program.ask('mutation ($events: [EventInput!]!) { replayEvents(events: $events) { status code message } }', {
    events,
  });
  return ids;
}

let made = 0;

/** A UUID of version 7. */
function idFrom(ms: number): string {
  made += 1;
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${made.toString(16).padStart(12, '0')}`;
}
