import { parentOf, type Entity } from '@cairn/domain';
import type { AppCairn } from '../cairn/cairn-context.ts';
import { parts } from './part-indexes.ts';

/** Tasks as this device sees them, and what is a part of what. */
export class TaskTree {
  readonly #cairn: AppCairn;

  constructor(cairn: AppCairn) {
    this.#cairn = cairn;
  }

  readonly find = (id: string): Entity | undefined => this.#cairn.screen.entity({ type: 'Task', id });

  /** What it is shown below; undefined at the top level, and where that is in the trash and it is not. */
  above(id: string): Entity | undefined {
    const task = this.find(id);
    const parent = task && (parentOf(task, this.find) as Entity | undefined);
    return parent && parent.fields.deletedAt !== null && task?.fields.deletedAt === null ? undefined : parent;
  }

  /** Its direct parts in their order, without those in the trash. */
  partsOf(id: string): readonly string[] {
    return this.#allPartsOf(id).filter((part) => this.find(part)!.fields.deletedAt === null);
  }

  /** All below it, each after what it is a part of, without those in the trash. */
  below(id: string): readonly Entity[] {
    return this.partsOf(id).flatMap((part) => [this.find(part)!, ...this.below(part)]);
  }

  /** All below it that went to the trash with it, or later. */
  thrownAwayWith(id: string): readonly Entity[] {
    const since = this.find(id)?.fields.deletedAt as string | null | undefined;
    if (!since) return [];
    const thrownAway = (from: string): Entity[] =>
      this.#allPartsOf(from).flatMap((part) => [this.find(part)!, ...thrownAway(part)]);
    return thrownAway(id).filter(({ fields }) => fields.deletedAt !== null && (fields.deletedAt as string) >= since);
  }

  isBelow(id: string, ancestor: string): boolean {
    for (let above = this.above(id); above; above = this.above(above.id)) if (above.id === ancestor) return true;
    return false;
  }

  #allPartsOf(id: string): readonly string[] {
    const ids = this.#cairn.screen.index(parts.name, id).get();
    return ids.filter((part) => {
      const task = this.find(part);
      return task !== undefined && parentOf(task, this.find)?.id === id;
    });
  }
}
