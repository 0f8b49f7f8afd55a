import {
  GraphQLError,
  Kind,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

const DEPTH = 10;
const ROOT_FIELDS = 100;

/** Tokens of one document; a batch belongs into variables, but may stand in the document. */
export const TOKEN_LIMIT = 20_000;

/** Refuses documents that ask for more than any screen does: on HTTP and on sockets. */
export const documentLimits: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (node.selectionSet.selections.length > ROOT_FIELDS) {
      context.reportError(new GraphQLError(`at most ${ROOT_FIELDS} fields at once`, { nodes: node }));
    }
    if (!isWithin(node.selectionSet, DEPTH, context, new Set())) {
      context.reportError(new GraphQLError(`at most ${DEPTH} levels deep`, { nodes: node }));
    }
  },
});

/** Introspection is left out: it is deep by nature and bounded by the schema. `spread` keeps cycles from turning. */
function isWithin(set: SelectionSetNode, depth: number, context: ValidationContext, spread: Set<string>): boolean {
  return set.selections.every((selection) => {
    if (selection.kind === Kind.FIELD) {
      if (!selection.selectionSet || selection.name.value.startsWith('__')) return true;
      return depth > 1 && isWithin(selection.selectionSet, depth - 1, context, spread);
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) return isWithin(selection.selectionSet, depth, context, spread);
    const fragment: FragmentDefinitionNode | null | undefined = context.getFragment(selection.name.value);
    if (!fragment || spread.has(fragment.name.value)) return true;
    return isWithin(fragment.selectionSet, depth, context, new Set(spread).add(fragment.name.value));
  });
}
