import type { Entity } from '@cairn/domain';

/** A task with the tasks below it. */
export interface TaskThing {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly priority: number;
  readonly start: string | null;
  readonly due: string | null;
  readonly tags: readonly string[];
  /** RFC 5545 rule of a task that repeats. */
  readonly rule: string | null;
  readonly completedAt: string | null;
  readonly createdAt: string | null;
  readonly parts: readonly TaskThing[];
}

export interface ListThing {
  readonly name: string;
  readonly tasks: readonly TaskThing[];
}

export interface NoteThing {
  readonly id: string;
  readonly title: string;
  readonly updates: readonly string[];
  readonly tags: readonly string[];
  readonly pinned: boolean;
  readonly createdAt: string | null;
}

/** What the account holds outside its trash, as files show it. */
export interface AccountThings {
  readonly inbox: readonly TaskThing[];
  readonly lists: readonly ListThing[];
  readonly notes: readonly NoteThing[];
}

const isHere = ({ fields }: Entity) => fields.deletedAt === null;

/** @param entities all of the account, in any order */
export function thingsOf(entities: Iterable<Entity>): AccountThings {
  const here = [...entities].filter(isHere);
  const of = (type: string) => here.filter((entity) => entity.type === type);
  const tasks = inOrder(of('Task'));
  const lists = inOrder(of('List'));
  const listIds = new Set(lists.map(({ id }) => id));
  const taskIds = new Set(tasks.map(({ id }) => id));
  const below = new Map<string, Entity[]>();
  const top: Entity[] = [];
  for (const task of tasks) {
    const parent = task.fields.parentId as string | null | undefined;
    // A task whose parent is in the trash stands by itself.
    if (parent && taskIds.has(parent)) below.set(parent, [...(below.get(parent) ?? []), task]);
    else top.push(task);
  }
  const shown = new Set<string>();
  const thing = (task: Entity): TaskThing => {
    shown.add(task.id);
    // Two devices may have made a ring: each is shown once.
    const parts = (below.get(task.id) ?? []).filter(({ id }) => !shown.has(id));
    return { ...toTask(task), parts: parts.map(thing) };
  };
  const inList = (listId: string | undefined) =>
    top.filter(({ fields }) => {
      const own = fields.listId as string | null;
      return (own !== null && listIds.has(own) ? own : undefined) === listId;
    });
  const things = {
    inbox: inList(undefined).map(thing),
    lists: lists.map(({ id, fields }) => ({ name: String(fields.name), tasks: inList(id).map(thing) })),
    notes: of('Note').map(toNote),
  };
  const lost = tasks.filter(({ id }) => !shown.has(id));
  return lost.length === 0
    ? things
    : { ...things, inbox: [...things.inbox, ...lost.filter(({ id }) => !shown.has(id)).map(thing)] };
}

function inOrder(entities: readonly Entity[]): Entity[] {
  return [...entities].sort((a, b) => {
    const [one, other] = [String(a.fields.order), String(b.fields.order)];
    return one < other ? -1 : one > other ? 1 : a.id < b.id ? -1 : 1;
  });
}

const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null);

function toTask({ id, fields }: Entity): Omit<TaskThing, 'parts'> {
  const repeat = fields.repeat as { readonly rule?: string } | null | undefined;
  return {
    id,
    title: String(fields.title),
    description: String(fields.description),
    priority: Number(fields.priority),
    start: textOrNull(fields.start),
    due: textOrNull(fields.due),
    tags: fields.tags as readonly string[],
    rule: repeat?.rule ?? null,
    completedAt: textOrNull(fields.completedAt),
    createdAt: textOrNull(fields.createdAt),
  };
}

function toNote({ id, fields }: Entity): NoteThing {
  return {
    id,
    title: String(fields.title),
    updates: fields.updates as readonly string[],
    tags: fields.tags as readonly string[],
    pinned: fields.pinned === true,
    createdAt: textOrNull(fields.createdAt),
  };
}
