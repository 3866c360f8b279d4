import type { FetchNode } from '@apollo/query-planner';
import {
  doTypesOverlap,
  getNamedType,
  isCompositeType,
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

type Around = GraphQLCompositeType | null;

/** Leaves out fragments that apply to no object: of a `User` the native planner asks for `... on Bot { name }`, which subgraphs refuse. */
export function withoutImpossibleFragments(fetch: FetchNode, schema: GraphQLSchema): FetchNode {
  if (!fetch.operation.includes('...on')) return fetch;
  const document = parse(fetch.operation, { noLocation: true });
  let changed = false;
  const possible = (set: SelectionSetNode, around: Around): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap((selection): readonly SelectionNode[] => {
      if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet) return [selection];
      if (selection.kind === Kind.FIELD) {
        const field = around && 'getFields' in around ? around.getFields()[selection.name.value] : undefined;
        return [{ ...selection, selectionSet: possible(selection.selectionSet, composite(field && getNamedType(field.type))) }];
      }
      const condition = selection.typeCondition ? composite(schema.getType(selection.typeCondition.name.value)) : around;
      if (condition && around && !doTypesOverlap(schema, condition, around)) {
        changed = true;
        return [];
      }
      return [{ ...selection, selectionSet: possible(selection.selectionSet, condition) }];
    }),
  });
  const definitions = document.definitions.map((definition): DefinitionNode => {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      return {
        ...definition,
        selectionSet: possible(definition.selectionSet, composite(schema.getType(definition.typeCondition.name.value))),
      };
    if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
    return { ...definition, selectionSet: possible(definition.selectionSet, schema.getRootType(definition.operation) ?? null) };
  });
  if (!changed) return { ...fetch, operationDocumentNode: document };
  const whole: DocumentNode = { ...document, definitions };
  return { ...fetch, operation: stripIgnoredCharacters(print(whole)), operationDocumentNode: whole };
}

const composite = (type: unknown): Around => (isCompositeType(type) ? type : null);
