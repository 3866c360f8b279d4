import {
  getNamedType,
  isCompositeType,
  Kind,
  TypeNameMetaFieldDef,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { responseKey } from './aliases';
import type { Fragments } from './fragments';
import { decided, isCondition } from './native-form';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: TypeNameMetaFieldDef.name } };

type Type = GraphQLNamedType | null | undefined;

/**
 * Returns the same document with conditions where the planner understands them:
 * - It loses fields that it must rename inside `... @skip(if: $x) { … }`, so the selections of such a fragment get its condition, or the
 *   fragment gets a type.
 * - It requests fields that are never included if they are below other conditions, so these are left out.
 * - Of `a { b } a @include(if: $x) { b }` it may fetch the needs of `b` only under the condition, so a field that is requested anyway is
 *   written once without one: `a { b … @include(if: $x) { … } }`, and so on below, except in fragments on other types.
 */
export function withPlainConditions(document: DocumentNode, fragments: Fragments, schema: GraphQLSchema): DocumentNode {
  const plain = new PlainConditions(schema, fragments);
  return { ...document, definitions: document.definitions.map((definition) => plain.definition(definition)) };
}

class PlainConditions {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
  ) {}

  definition(definition: DefinitionNode): DefinitionNode {
    switch (definition.kind) {
      case Kind.OPERATION_DEFINITION:
        return { ...definition, selectionSet: this.root(definition) };
      case Kind.FRAGMENT_DEFINITION:
        return {
          ...definition,
          selectionSet: this.plain(definition.selectionSet, this.schema.getType(definition.typeCondition.name.value)),
        };
      default:
        return definition;
    }
  }

  /** Where nothing of the root is requested, nothing has to be fetched. */
  private root({ operation, selectionSet }: OperationDefinitionNode): SelectionSetNode {
    const plain = this.plain(selectionSet, this.schema.getRootType(operation));
    return plain.selections[0] === TYPENAME ? selectionSet : plain;
  }

  private plain(set: SelectionSetNode, type: Type): SelectionSetNode {
    // Introspection is not planned.
    if (!isCompositeType(type) || type.name.startsWith('__')) return set;
    const asked = set.selections.flatMap((selection) => this.takenApart(selection, type)).flatMap(decided);
    // An object of which nothing is requested is empty, not missing.
    const selections = asked.length ? joined(asked).map((selection) => this.below(selection, type)) : [TYPENAME];
    return { ...set, selections };
  }

  private below(selection: SelectionNode, type: GraphQLNamedType): SelectionNode {
    if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet) return selection;
    if (selection.kind === Kind.FIELD) {
      const field = 'getFields' in type ? type.getFields()[selection.name.value] : undefined;
      return { ...selection, selectionSet: this.plain(selection.selectionSet, field && 'args' in field ? getNamedType(field.type) : null) };
    }
    const condition = selection.typeCondition?.name.value;
    return { ...selection, selectionSet: this.plain(selection.selectionSet, condition ? this.schema.getType(condition) : type) };
  }

  /** The selections of a fragment that applies to all objects of the type, each with the fragment's conditions. */
  private takenApart(selection: SelectionNode, type: GraphQLNamedType): readonly SelectionNode[] {
    if (selection.kind === Kind.FIELD || !hasOnlyConditions(selection)) return [selection];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value);
    if (!fragment || (fragment.typeCondition && fragment.typeCondition.name.value !== type.name)) return [selection];
    const outer = selection.directives ?? [];
    return fragment.selectionSet.selections.flatMap((inner) => {
      const both = [...(inner.directives ?? []), ...outer];
      // @skip and @include can each be written once: in `... @skip(if: $x) { a @skip(if: $y) }` the fragment stays.
      const isAllowed = new Set(both.map(({ name }) => name.value)).size === both.length;
      return isAllowed ? this.takenApart({ ...inner, directives: both }, type) : [around([inner], outer, type)];
    });
  }
}

/** Joins each field that is requested anyway with the conditional requests for the same field. */
function joined(selections: readonly SelectionNode[]): readonly SelectionNode[] {
  const anyway = new Map<string, SelectionNode[]>();
  for (const selection of selections)
    if (selection.kind === Kind.FIELD && !selection.directives?.length) anyway.set(responseKey(selection), []);
  const written = new Set<string>();
  return selections
    .filter((selection) => {
      if (selection.kind !== Kind.FIELD || !hasOnlyConditions(selection)) return true;
      const key = responseKey(selection);
      const { directives, selectionSet } = selection;
      const isFirst = !directives?.length && !written.has(key);
      if (isFirst) written.add(key);
      const below = anyway.get(key);
      if (!below) return true;
      if (selectionSet) below.push(...(directives?.length ? [around(selectionSet.selections, directives)] : selectionSet.selections));
      return isFirst;
    })
    .map((selection) => {
      const below = selection.kind === Kind.FIELD && !selection.directives?.length ? anyway.get(responseKey(selection)) : undefined;
      return below?.length ? withOnly(selection as FieldNode, below) : selection;
    });
}

const withOnly = (field: FieldNode, selections: readonly SelectionNode[]): FieldNode => ({
  ...field,
  selectionSet: { kind: Kind.SELECTION_SET, selections },
});

const around = (
  selections: readonly SelectionNode[],
  directives: readonly DirectiveNode[],
  type?: GraphQLNamedType,
): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  ...(type ? { typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } } } : {}),
  directives,
  selectionSet: { kind: Kind.SELECTION_SET, selections },
});

const hasOnlyConditions = ({ directives = [] }: SelectionNode): boolean => directives.every(isCondition);
