import type { Entity } from '../core/entity.ts';

/** A task by its id; undefined where there is none. */
export type FindTask = (id: string) => Pick<Entity, 'id' | 'fields'> | undefined;

type Task = Pick<Entity, 'id' | 'fields'>;

/**
 * The task that this one is a part of. Undefined at the top level; so is a task whose parent is missing, and each of a
 * circle of tasks that two devices made parts of each other without knowing.
 */
export function parentOf(task: Task, find: FindTask): Task | undefined {
  const parent = above(task, find);
  const seen = new Set<string>();
  for (let one = parent; one && !seen.has(one.id); one = above(one, find)) {
    if (one.id === task.id) return undefined;
    seen.add(one.id);
  }
  return parent;
}

/** From its parent upwards. */
export function ancestorsOf(task: Task, find: FindTask): readonly Task[] {
  const ancestors: Task[] = [];
  for (let one = parentOf(task, find); one; one = parentOf(one, find)) ancestors.push(one);
  return ancestors;
}

/** Whether the task itself, or what it is a part of, is in the trash. */
export function isInTrash(task: Task, find: FindTask): boolean {
  return [task, ...ancestorsOf(task, find)].some(({ fields }) => fields.deletedAt !== null);
}

function above({ fields }: Task, find: FindTask): Task | undefined {
  return typeof fields.parentId === 'string' ? find(fields.parentId) : undefined;
}
