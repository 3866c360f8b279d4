import {
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  TypeNameMetaFieldDef,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { isIntrospection } from './aliases';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: TypeNameMetaFieldDef.name } };

/**
 * The document as the native planner gets it. Type names are asked for without aliases and conditions: the response is shaped by the type
 * of each object, and all requests for its name are answered from there. What is decided by constants is.
 */
export function forNativePlanner(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field: (field) => (isIntrospection(field) ? false : undefined),
    SelectionSet: {
      enter: (set): SelectionSetNode => ({ ...set, selections: set.selections.flatMap(decided) }),
      leave: (set): SelectionSetNode => {
        const others = set.selections.filter((one) => !isTypeName(one));
        return others.length && others.length === set.selections.length ? set : { ...set, selections: [TYPENAME, ...others] };
      },
    },
  });
}

const isTypeName = (selection: SelectionNode): boolean =>
  selection.kind === Kind.FIELD && selection.name.value === TypeNameMetaFieldDef.name;

/** The selection without conditions that always hold; nothing when one never holds. */
export function decided(selection: SelectionNode): readonly SelectionNode[] {
  if (!selection.directives?.length) return [selection];
  const directives: DirectiveNode[] = [];
  for (const directive of selection.directives) {
    const value = isCondition(directive) ? directive.arguments?.find(({ name }) => name.value === 'if')?.value : undefined;
    if (value?.kind !== Kind.BOOLEAN) directives.push(directive);
    else if (value.value !== (directive.name.value === GraphQLIncludeDirective.name)) return [];
  }
  return [{ ...selection, directives }];
}

export const isCondition = ({ name }: DirectiveNode): boolean =>
  name.value === GraphQLSkipDirective.name || name.value === GraphQLIncludeDirective.name;
