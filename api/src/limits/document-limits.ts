import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Limits } from './limits.ts';

/**
 * Why a document asks for more than any screen does; undefined when it does not. It is looked at before it is validated:
 * a validator compares every field with every other of its name.
 */
export function excessOf(document: DocumentNode, limits: Limits): string | undefined {
  const shape = new DocumentShape(document, limits);
  return shape.excess;
}

class DocumentShape {
  readonly excess: string | undefined;
  readonly #limits: Limits;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #depths = new Map<string, number>();
  #aliases = 0;
  #directives = 0;
  #repeats = 0;

  constructor(document: DocumentNode, limits: Limits) {
    this.#limits = limits;
    const operations: OperationDefinitionNode[] = [];
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
      else if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
      else continue;
      this.#directives += definition.directives?.length ?? 0;
      this.#count(definition.selectionSet);
    }
    this.excess = this.#excessOf(operations);
  }

  #excessOf(operations: readonly OperationDefinitionNode[]): string | undefined {
    const { aliases, directives, repeats, fragments, rootFields, depth } = this.#limits;
    if (this.#aliases > aliases) return `at most ${aliases} aliases`;
    if (this.#directives > directives) return `at most ${directives} directives`;
    if (this.#repeats > repeats) return `at most ${repeats} times the same field`;
    if (this.#fragments.size > fragments) return `at most ${fragments} fragments`;
    for (const { selectionSet } of operations) {
      if (this.#fieldsOf(selectionSet, new Set()) > rootFields) return `at most ${rootFields} fields at once`;
      if (this.#depthOf(selectionSet) > depth) return `at most ${depth} levels deep`;
    }
    return undefined;
  }

  #count({ selections }: SelectionSetNode): void {
    const names = new Map<string, number>();
    for (const selection of selections) {
      this.#directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD && selection.alias) this.#aliases += 1;
      if (selection.kind !== Kind.INLINE_FRAGMENT) {
        const name = `${selection.kind} ${(selection.kind === Kind.FIELD && selection.alias?.value) || selection.name.value}`;
        const count = (names.get(name) ?? 0) + 1;
        names.set(name, count);
        this.#repeats = Math.max(this.#repeats, count);
      }
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) this.#count(selection.selectionSet);
    }
  }

  #fieldsOf({ selections }: SelectionSetNode, spread: Set<string>): number {
    return selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + 1;
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + this.#fieldsOf(selection.selectionSet, spread);
      const fragment = this.#fragments.get(selection.name.value);
      if (!fragment || spread.has(fragment.name.value)) return sum;
      spread.add(fragment.name.value);
      return sum + this.#fieldsOf(fragment.selectionSet, spread);
    }, 0);
  }

  /** Introspection is left out: it is deep by nature, and bounded by a rule of its own and by its cost. */
  #depthOf({ selections }: SelectionSetNode): number {
    return selections.reduce((deepest, selection) => Math.max(deepest, this.#depthOfOne(selection)), 0);
  }

  #depthOfOne(selection: SelectionSetNode['selections'][number]): number {
    if (selection.kind === Kind.INLINE_FRAGMENT) return this.#depthOf(selection.selectionSet);
    if (selection.kind === Kind.FIELD) {
      if (selection.name.value.startsWith('__')) return 1;
      return 1 + (selection.selectionSet ? this.#depthOf(selection.selectionSet) : 0);
    }
    const name = selection.name.value;
    const known = this.#depths.get(name);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    if (!fragment) return 0;
    // Fragments in a circle are refused by validation; here they must only end.
    this.#depths.set(name, 0);
    const depth = this.#depthOf(fragment.selectionSet);
    this.#depths.set(name, depth);
    return depth;
  }
}
