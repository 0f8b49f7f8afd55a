import { keyAtEnd } from '@cairn/client';
import { completionOf, type Entity } from '@cairn/domain';
import { INBOX } from './app.ts';
import type { AppCairn } from './open.ts';
import { UsageError } from './usage-error.ts';

const lower = (value: unknown) => String(value).toLocaleLowerCase();

export interface NewTask {
  readonly title: string;
  readonly list?: string | undefined;
  /** `2026-12-01` or `2026-12-01T09:30`. */
  readonly due?: string | undefined;
  readonly tags: readonly string[];
}

export class Tasks {
  readonly #cairn: AppCairn;

  constructor(cairn: AppCairn) {
    this.#cairn = cairn;
  }

  readonly find = (id: string): Entity | undefined => this.#cairn.entity({ type: 'Task', id });

  lists(): readonly Entity[] {
    return this.#cairn
      .index('lists', 'all')
      .get()
      .map((id) => this.#cairn.entity({ type: 'List', id })!);
  }

  /** Open tasks in their order. @param list id, or `inbox` */
  open(list: string): readonly Entity[] {
    return this.#cairn
      .index('open', list)
      .get()
      .map((id) => this.find(id)!);
  }

  everyOpen(): readonly Entity[] {
    return [INBOX, ...this.lists().map(({ id }) => id)].flatMap((list) => this.open(list));
  }

  /** @throws UsageError when there is no such list, or more than one */
  listNamed(name: string): string {
    if (lower(name) === INBOX) return INBOX;
    const found = this.lists().filter(({ fields }) => lower(fields.name) === lower(name));
    if (found.length === 1) return found[0]!.id;
    if (found.length > 1) throw new UsageError(`${found.length} lists are called “${name}”.`);
    const names = this.lists().map(({ fields }) => `“${String(fields.name)}”`);
    throw new UsageError(
      `There is no list “${name}”. ${names.length > 0 ? `There are: ${names.join(', ')}` : 'There is none.'}`,
    );
  }

  /** @throws UsageError, Refusal, StorageError */
  async add({ title, list, due, tags }: NewTask): Promise<Entity> {
    const listId = list === undefined ? INBOX : this.listNamed(list);
    const others = this.open(listId).map(({ id }) => id);
    const taskId = this.#cairn.newId();
    await this.#cairn.record('createTask', {
      taskId,
      title,
      order: keyAtEnd(others, (id) => this.find(id)!.fields.order as string),
      ...(listId === INBOX ? {} : { listId }),
      ...(due === undefined ? {} : { due }),
      ...(tags.length > 0 ? { tags } : {}),
    });
    return this.find(taskId)!;
  }

  /** By the end of its id, or by its title or how that begins. @throws UsageError when that is none, or several */
  one(said: string): Entity {
    const open = this.everyOpen();
    const is = (test: (task: Entity) => boolean) => open.filter(test);
    const found = [
      is(({ id }) => said.length >= 4 && id.endsWith(lower(said))),
      is(({ fields }) => lower(fields.title) === lower(said)),
      is(({ fields }) => lower(fields.title).startsWith(lower(said))),
    ].find((some) => some.length > 0);
    if (!found) throw new UsageError(`No open task is called “${said}”.`);
    if (found.length === 1) return found[0]!;
    const which = found.map((task) => `  ${this.shortId(task)}  ${String(task.fields.title)}`);
    throw new UsageError([`${found.length} open tasks could be meant:`, ...which].join('\n'));
  }

  /** The end of its id: as much as tells it from all other open tasks, four characters at least. */
  shortId({ id }: Entity): string {
    const others = this.everyOpen().filter((task) => task.id !== id);
    let length = 4;
    while (length < id.length && others.some((other) => other.id.endsWith(id.slice(-length)))) length += 1;
    return id.slice(-length);
  }

  /** Completes it with its open parts; one that repeats goes on with its next round. @throws Refusal, StorageError */
  async complete(task: Entity, today: string): Promise<void> {
    await this.#cairn.recordAll(completionOf(this, task.id, today));
  }

  /** All below it, each after what it is a part of. */
  below(id: string): readonly Entity[] {
    const parts = this.#cairn.index('parts', id).get();
    return parts.flatMap((part) => [this.find(part)!, ...this.below(part)]);
  }
}
