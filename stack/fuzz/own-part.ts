import {
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type FieldNode,
  getNamedType,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLUnionType,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** What the oracle asks for beside what the client asked for, under names that no client uses. */
export const TYPE = 'oracle_type';
export const KEY = 'oracle_id';

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

export function hasField(schema: GraphQLSchema, typeName: string, fieldName: string): boolean {
  const type = schema.getType(typeName);
  return isCompositeType(type) && 'getFields' in type && fieldName in type.getFields();
}

export const isEntity = (schema: GraphQLSchema, typeName: string): boolean =>
  (schema.getType('_Entity') as GraphQLUnionType | undefined)?.getTypes().some(({ name }) => name === typeName) ?? false;

/** The client's document, and the two schemas by which it is read. */
interface Reading {
  readonly schema: GraphQLSchema;
  readonly publicSchema: GraphQLSchema;
  readonly fragments: Fragments;
}

/** A field of the client's as one subgraph can answer it: with everything below it that the subgraph has, and what names each object. */
export function ownField(reading: Reading, typeName: string, nodes: readonly FieldNode[]): FieldNode {
  const field = { ...nodes[0]!, directives: [] };
  const selections = nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
  return selections.length
    ? { ...field, selectionSet: ownSelections(reading, typeBelow(reading.schema, typeName, field), selections) }
    : field;
}

function ownSelections(reading: Reading, type: GraphQLCompositeType, selections: readonly SelectionNode[]): SelectionSetNode {
  const { schema, fragments } = reading;
  const own = selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) {
      if (!hasField(schema, type.name, selection.name.value)) return [];
      if (!selection.selectionSet) return [selection];
      const below = typeBelow(schema, type.name, selection);
      return [{ ...selection, selectionSet: ownSelections(reading, below, selection.selectionSet.selections) }];
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value]!;
    const condition = fragment.typeCondition?.name.value ?? type.name;
    const { directives } = selection;
    return objectsOf(reading, type, condition).map((one) => ({
      ...on(one.name, ownSelections(reading, one, fragment.selectionSet.selections).selections),
      directives,
    }));
  });
  return { kind: Kind.SELECTION_SET, selections: [field(TYPE, '__typename'), ...keys(schema, type), ...own] };
}

/**
 * The subgraph's objects of the type for which a fragment holds. The public schema says so: the subgraph may not know the fragment's type,
 * or know fewer of its objects.
 */
function objectsOf({ schema, publicSchema }: Reading, type: GraphQLCompositeType, condition: string): readonly GraphQLObjectType[] {
  const wanted = publicSchema.getType(condition);
  const names = new Set(isAbstractType(wanted) ? publicSchema.getPossibleTypes(wanted).map(({ name }) => name) : [condition]);
  const here = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  return here.filter(({ name }) => names.has(name));
}

function keys(schema: GraphQLSchema, type: GraphQLCompositeType): SelectionNode[] {
  if (isAbstractType(type)) return schema.getPossibleTypes(type).flatMap((one) => keys(schema, one).map((key) => on(one.name, [key])));
  return isObjectType(type) && hasField(schema, type.name, 'id') ? [field(KEY, 'id')] : [];
}

function typeBelow(schema: GraphQLSchema, typeName: string, { name }: FieldNode): GraphQLCompositeType {
  const type = schema.getType(typeName) as Exclude<GraphQLCompositeType, GraphQLUnionType>;
  return getNamedType(type.getFields()[name.value]!.type) as GraphQLCompositeType;
}

const field = (alias: string, name: string): FieldNode => ({
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: alias },
  name: { kind: Kind.NAME, value: name },
});

const on = (typeName: string, selections: readonly SelectionNode[]): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typeName } },
  selectionSet: { kind: Kind.SELECTION_SET, selections },
});
