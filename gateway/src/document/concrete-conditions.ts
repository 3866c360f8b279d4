import {
  doTypesOverlap,
  getNamedType,
  GraphQLError,
  isAbstractType,
  isCompositeType,
  Kind,
  TypeNameMetaFieldDef,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf, type Fragments } from './fragments';
import type { Plannable } from './plannable';

/** What the document is written out to at most: each condition takes the place of one for each type, and these multiply with depth. */
const MAX_SELECTIONS = 20_000;

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: TypeNameMetaFieldDef.name } };

/** Interfaces that are one type without implementations in some subgraph. */
export function interfaceObjectsOf(supergraph: DocumentNode): ReadonlySet<string> {
  const isObject = ({ name, arguments: given }: DirectiveNode) =>
    name.value === 'join__type' &&
    !!given?.some((one) => one.name.value === 'isInterfaceObject' && one.value.kind === Kind.BOOLEAN && one.value.value);
  return new Set(
    supergraph.definitions.flatMap((one) =>
      one.kind === Kind.INTERFACE_TYPE_DEFINITION && one.directives?.some(isObject) ? [one.name.value] : [],
    ),
  );
}

/**
 * Fragments that go from or to an interface object on another interface or union, written out for each type that is both:
 * `... on Wheeled { wheels }` of a `Vehicle` as `... on Bike { wheels } ... on Car { wheels }`. A subgraph that has the interface object
 * knows no types, and planners find no way from there to another abstract type, though they find one to each type.
 */
export function withConcreteConditions(
  { document, fragments }: Pick<Plannable, 'document' | 'fragments'>,
  schema: GraphQLSchema,
  interfaceObjects: ReadonlySet<string>,
): Pick<Plannable, 'document' | 'fragments'> {
  const concrete = new ConcreteConditions(schema, fragments, interfaceObjects);
  const definitions = document.definitions.map((definition) => {
    if (definition.kind === Kind.OPERATION_DEFINITION)
      return { ...definition, selectionSet: concrete.below(definition.selectionSet, schema.getRootType(definition.operation)) };
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) return definition;
    return { ...definition, selectionSet: concrete.below(definition.selectionSet, schema.getType(definition.typeCondition.name.value)) };
  });
  if (!concrete.changed) return { document, fragments };
  const written = { ...document, definitions };
  // Fragments that are written out where they stood may be used nowhere else.
  const used = namesUsed(written);
  const whole = {
    ...written,
    definitions: definitions.filter((one) => one.kind !== Kind.FRAGMENT_DEFINITION || used.has(one.name.value)),
  };
  return { document: whole, fragments: fragmentsOf(whole) };
}

class ConcreteConditions {
  changed = false;
  private written = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
    private readonly interfaceObjects: ReadonlySet<string>,
  ) {}

  below(set: SelectionSetNode, type: GraphQLNamedType | null | undefined): SelectionSetNode {
    this.written += set.selections.length;
    if (this.written > MAX_SELECTIONS) throw new GraphQLError('Written out for each type, the operation is too large.');
    if (!isCompositeType(type)) return set;
    const selections = set.selections.flatMap((selection) => this.selection(selection, type));
    return { ...set, selections: selections.length ? selections : [TYPENAME] };
  }

  private selection(selection: SelectionNode, type: GraphQLCompositeType): readonly SelectionNode[] {
    if (selection.kind === Kind.FIELD) {
      if (!selection.selectionSet) return [selection];
      const field = 'getFields' in type ? type.getFields()[selection.name.value] : undefined;
      return [{ ...selection, selectionSet: this.below(selection.selectionSet, field && getNamedType(field.type)) }];
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value);
    const condition = fragment?.typeCondition ? this.schema.getType(fragment.typeCondition.name.value) : type;
    if (!fragment || !isCompositeType(condition)) return [selection];
    // It applied to other types than the one for which the fragment around it is written out here.
    if (!doTypesOverlap(this.schema, type, condition)) return [];
    if (!this.isHard(type, condition)) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
      return [{ ...selection, selectionSet: this.below(selection.selectionSet, condition) }];
    }
    this.changed = true;
    return this.typesOfBoth(type, condition).map((one): InlineFragmentNode => ({
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: one.name } },
      directives: selection.directives,
      selectionSet: this.below(fragment.selectionSet, one),
    }));
  }

  private isHard(type: GraphQLCompositeType, condition: GraphQLCompositeType): boolean {
    if (!isAbstractType(condition) || type.name === condition.name) return false;
    // In a part that is written out for a type, whatever applies to that type is written for it, too.
    if (!isAbstractType(type)) return this.changed;
    return this.interfaceObjects.has(type.name) || this.interfaceObjects.has(condition.name);
  }

  private typesOfBoth(one: GraphQLCompositeType, other: GraphQLCompositeType) {
    const [types, others] = [one, other].map((type) => (isAbstractType(type) ? this.schema.getPossibleTypes(type) : [type]));
    return types!.filter((type) => others!.includes(type));
  }
}

function namesUsed(document: DocumentNode): ReadonlySet<string> {
  const used = new Set<string>();
  const look = (set: SelectionSetNode) => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) used.add(selection.name.value);
      else if (selection.selectionSet) look(selection.selectionSet);
    }
  };
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION || definition.kind === Kind.FRAGMENT_DEFINITION) look(definition.selectionSet);
  return used;
}
