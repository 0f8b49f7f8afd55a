import {
  Kind,
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
  type NameNode,
  type OperationDefinitionNode,
  type OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';

// Documents as the nodes that `parse` would make of them: the parser is a large part of what an app would load before
// its first screen.

const nameOf = (value: string): NameNode => ({ kind: Kind.NAME, value });

const selectionSet = (selections: readonly (SelectionNode | string)[]): SelectionSetNode => ({
  kind: Kind.SELECTION_SET,
  selections: selections.map((selection) => (typeof selection === 'string' ? field(selection) : selection)),
});

export const documentOf = (...definitions: readonly DefinitionNode[]): DocumentNode => ({
  kind: Kind.DOCUMENT,
  definitions,
});

/** @param variables types by name, written as in GraphQL: `{ first: 'Int!' }` */
export function operation(
  type: `${OperationTypeNode}`,
  name: string,
  variables: Readonly<Record<string, string>>,
  selections: readonly (SelectionNode | string)[],
): OperationDefinitionNode {
  return {
    kind: Kind.OPERATION_DEFINITION,
    operation: type as OperationTypeNode,
    name: nameOf(name),
    variableDefinitions: Object.entries(variables).map(([variable, typeText]) => ({
      kind: Kind.VARIABLE_DEFINITION,
      variable: { kind: Kind.VARIABLE, name: nameOf(variable) },
      type: typeNode(typeText),
      directives: [],
    })),
    directives: [],
    selectionSet: selectionSet(selections),
  };
}

/** @param args names that take the variable of the same name */
export function field(
  name: string,
  args: readonly string[] = [],
  selections?: readonly (SelectionNode | string)[],
): FieldNode {
  return {
    kind: Kind.FIELD,
    name: nameOf(name),
    arguments: args.map((arg) => ({
      kind: Kind.ARGUMENT,
      name: nameOf(arg),
      value: { kind: Kind.VARIABLE, name: nameOf(arg) },
    })),
    directives: [],
    ...(selections ? { selectionSet: selectionSet(selections) } : {}),
  };
}

export function fragment(
  name: string,
  type: string,
  selections: readonly (SelectionNode | string)[],
): FragmentDefinitionNode {
  return {
    kind: Kind.FRAGMENT_DEFINITION,
    name: nameOf(name),
    typeCondition: { kind: Kind.NAMED_TYPE, name: nameOf(type) },
    directives: [],
    selectionSet: selectionSet(selections),
  };
}

export const spread = (name: string): FragmentSpreadNode => ({
  kind: Kind.FRAGMENT_SPREAD,
  name: nameOf(name),
  directives: [],
});

export const inlineFragment = (type: string, selections: readonly string[]): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: nameOf(type) },
  directives: [],
  selectionSet: selectionSet(selections),
});

function typeNode(text: string): TypeNode {
  if (text.endsWith('!')) {
    return {
      kind: Kind.NON_NULL_TYPE,
      type: typeNode(text.slice(0, -1)) as Exclude<TypeNode, { kind: 'NonNullType' }>,
    };
  }
  if (text.startsWith('[')) return { kind: Kind.LIST_TYPE, type: typeNode(text.slice(1, -1)) };
  return { kind: Kind.NAMED_TYPE, name: nameOf(text) };
}
