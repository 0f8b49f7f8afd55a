import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  isIntrospectionType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** Points: of a field of the root, of an object, of a leaf. */
const ROOT = 100;
const OBJECT = 10;
const LEAF = 1;

/** Arguments that say how many there will be: a number, or a list of as many. */
const SIZES = ['first', 'days', 'events'];
/** How many a list has of which nothing says it. */
const USUAL = 5;
/** Of what introspection tells, about as many as a schema has; few types are made of another one. */
const INTROSPECTED: { readonly [field: string]: number } = {
  types: 150,
  fields: 10,
  args: 2,
  inputFields: 4,
  enumValues: 3,
  possibleTypes: 2,
  interfaces: 1,
  ofType: 0.5,
};

type Variables = Readonly<Record<string, unknown>>;
type Cost = (variables: Variables) => number;

/** What an operation may cost in points, without running it: about one for each value of the answer. */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): number {
  let cost = compiled.get(operation);
  if (!cost) {
    cost = new Compiler(schema, document).compile(operation);
    compiled.set(operation, cost);
  }
  return cost(variables);
}

/** Documents are kept by their text, and with them what they cost. */
const compiled = new WeakMap<OperationDefinitionNode, Cost>();

class Compiler {
  readonly #schema: GraphQLSchema;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  /** By name and size: a fragment that is spread a thousand times is walked once. */
  readonly #known = new Map<string, Map<Cost, Cost>>();

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.#schema = schema;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
    }
  }

  compile({ operation, selectionSet, variableDefinitions }: OperationDefinitionNode): Cost {
    const root = this.#schema.getRootType(operation);
    if (!root) return () => 0;
    const defaults = new Map(
      variableDefinitions?.map(({ variable, defaultValue }) => [variable.name.value, numberOf(defaultValue)]),
    );
    const cost = this.#selection(selectionSet, root, one, true);
    return (variables) => {
      const given: Record<string, unknown> = { ...variables };
      for (const [name, value] of defaults) if (given[name] === undefined) given[name] = value;
      return cost(given);
    };
  }

  /** @param size how many the field around it was asked for, for the lists inside */
  #selection(set: SelectionSetNode, type: GraphQLCompositeType, size: Cost, isRoot: boolean): Cost {
    const always: Cost[] = [];
    /** An object is of one type: of what is asked of several the dearest counts. */
    const byType = new Map<string, Cost[]>();
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        always.push(this.#field(selection, type, size, isRoot));
        continue;
      }
      const on =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection.typeCondition?.name.value
          : this.#fragments.get(selection.name.value)?.typeCondition.name.value;
      const spreadOn = on === undefined ? type : this.#schema.getType(on);
      if (!isCompositeType(spreadOn)) continue;
      const cost =
        selection.kind === Kind.INLINE_FRAGMENT
          ? this.#selection(selection.selectionSet, spreadOn, size, isRoot)
          : this.#fragment(selection.name.value, spreadOn, size, isRoot);
      if (isAbstractType(type) && isObjectType(spreadOn)) {
        byType.set(spreadOn.name, [...(byType.get(spreadOn.name) ?? []), cost]);
      } else always.push(cost);
    }
    const alternatives = [...byType.values()];
    return (variables) =>
      sum(always, variables) + alternatives.reduce((most, costs) => Math.max(most, sum(costs, variables)), 0);
  }

  #fragment(name: string, on: GraphQLCompositeType, size: Cost, isRoot: boolean): Cost {
    const known = this.#known.get(name) ?? new Map<Cost, Cost>();
    this.#known.set(name, known);
    const found = known.get(size);
    if (found) return found;
    const cost = once(this.#selection(this.#fragments.get(name)!.selectionSet, on, size, isRoot));
    known.set(size, cost);
    return cost;
  }

  #field(node: FieldNode, type: GraphQLCompositeType, size: Cost, isRoot: boolean): Cost {
    const name = node.name.value;
    if (name === TypeNameMetaFieldDef.name) return () => LEAF;
    const field = META_FIELDS[name] ?? ('getFields' in type ? type.getFields()[name] : undefined);
    if (!field) return () => 0;
    const own = isRoot ? ROOT : 0;
    const asked = sizeOf(node, field);
    const isList = isListType(getNullableType(field.type));
    const known = isIntrospectionType(type) ? INTROSPECTED[name] : undefined;
    const usual = () => known ?? USUAL;
    const unlisted = known === undefined ? one : usual;
    const times: Cost = isList ? (asked ?? (size === one ? usual : size)) : unlisted;
    const inner = getNamedType(field.type);
    if (!node.selectionSet || !isCompositeType(inner)) return (variables) => own + LEAF * times(variables);
    const each = this.#selection(node.selectionSet, inner, isList ? one : (asked ?? one), false);
    // What introspection tells is there already.
    const object = isIntrospectionType(inner) ? LEAF : OBJECT;
    return (variables) => own + times(variables) * (object + each(variables));
  }
}

const META_FIELDS: { readonly [name: string]: GraphQLField<unknown, unknown> } = {
  [SchemaMetaFieldDef.name]: SchemaMetaFieldDef,
  [TypeMetaFieldDef.name]: TypeMetaFieldDef,
};

const one: Cost = () => 1;

/** Asked a thousand times with the same variables, it reckons once. */
function once(cost: Cost): Cost {
  let last: { readonly variables: Variables; readonly cost: number } | undefined;
  return (variables) => {
    if (last?.variables !== variables) last = { variables, cost: cost(variables) };
    return last.cost;
  };
}

function sum(costs: readonly Cost[], variables: Variables): number {
  return costs.reduce((total, cost) => total + cost(variables), 0);
}

/** How many a field is asked for, where one of its arguments says so. */
function sizeOf(node: FieldNode, field: GraphQLField<unknown, unknown>): Cost | undefined {
  const argument = field.args.find(({ name }) => SIZES.includes(name));
  if (!argument) return undefined;
  const value = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
  const usual = typeof argument.defaultValue === 'number' ? argument.defaultValue : USUAL;
  if (value?.kind === Kind.VARIABLE) {
    const name = value.name.value;
    return (variables) => countOf(variables[name]) ?? usual;
  }
  const fixed = numberOf(value) ?? usual;
  return () => fixed;
}

function countOf(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(0, value) : undefined;
}

function numberOf(node: ValueNode | undefined): number | undefined {
  if (node?.kind === Kind.INT) return Math.max(0, Number(node.value));
  return node?.kind === Kind.LIST ? node.values.length : undefined;
}
