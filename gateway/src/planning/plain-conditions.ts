import {
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isCompositeType,
  Kind,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { responseKey } from '../execution/aliases';
import { fragmentsOf, type Fragments } from '../execution/selection-tree';

type Type = GraphQLNamedType | null | undefined;

/**
 * The same document, with conditions where the planner understands them. It loses what it must rename inside `... @skip(if: $x) { … }`, so
 * conditions are put on what stands in such fragments, or these say their type. And of `a { b } a @include(if: $x) { b }` it may fetch
 * what `b` needs only under the condition, so what is asked for anyway is asked for without one: `a { b … @include(if: $x) { … } }`, and
 * so on below, as far as that can be told without looking into fragments on other types.
 */
export function withPlainConditions(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const plain = new PlainConditions(schema, fragmentsOf(document));
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
        return { ...definition, selectionSet: this.plain(definition.selectionSet, this.schema.getRootType(definition.operation)) };
      case Kind.FRAGMENT_DEFINITION:
        return {
          ...definition,
          selectionSet: this.plain(definition.selectionSet, this.schema.getType(definition.typeCondition.name.value)),
        };
      default:
        return definition;
    }
  }

  private plain(set: SelectionSetNode, type: Type): SelectionSetNode {
    // What introspection answers is not planned.
    if (!isCompositeType(type) || type.name.startsWith('__')) return set;
    const selections = joined(set.selections.flatMap((selection) => this.takenApart(selection, type)));
    return { ...set, selections: selections.map((selection) => this.below(selection, type)) };
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

  /** What stands in a fragment that applies to all objects of the type, each with the fragment's conditions. */
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

/** What is asked for anyway, with all that is asked below it under conditions. */
function joined(selections: readonly SelectionNode[]): readonly SelectionNode[] {
  const anyway = new Map<string, SelectionNode[]>();
  for (const selection of selections)
    if (selection.kind === Kind.FIELD && !selection.directives?.length) anyway.set(responseKey(selection), []);
  const rest = selections.filter((selection) => {
    if (selection.kind !== Kind.FIELD || !selection.directives?.length || !hasOnlyConditions(selection)) return true;
    const below = anyway.get(responseKey(selection));
    if (!below) return true;
    if (selection.selectionSet) below.push(around(selection.selectionSet.selections, selection.directives));
    return false;
  });
  if (rest.length === selections.length) return selections;
  return rest.map((selection) => {
    if (selection.kind !== Kind.FIELD || selection.directives?.length) return selection;
    // Where it is asked for twice, the first takes them.
    const below = anyway.get(responseKey(selection))!.splice(0);
    return below.length ? withBelow(selection, below) : selection;
  });
}

const withBelow = (field: FieldNode, below: readonly SelectionNode[]): FieldNode => ({
  ...field,
  selectionSet: { kind: Kind.SELECTION_SET, selections: [...field.selectionSet!.selections, ...below] },
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

const hasOnlyConditions = ({ directives = [] }: SelectionNode): boolean =>
  directives.every(({ name }) => name.value === GraphQLSkipDirective.name || name.value === GraphQLIncludeDirective.name);
