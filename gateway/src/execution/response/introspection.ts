import {
  executeSync,
  Kind,
  OperationTypeNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields } from '../../document/fields';
import type { Fragments } from '../../document/fragments';
import type { Fields } from '../../objects';

const RESOLVED_HERE: ReadonlySet<string> = new Set([SchemaMetaFieldDef.name, TypeMetaFieldDef.name]);

/** Resolves __schema and __type from the public schema. Null when the operation asks for neither. */
export function introspect(
  schema: GraphQLSchema,
  fragments: Fragments,
  operation: OperationDefinitionNode,
  values: Fields,
  variables: Fields,
): Fields | null {
  const root = schema.getRootType(operation.operation) as GraphQLObjectType;
  const selections: FieldNode[] = [];
  for (const nodes of collectFields({ schema, fragments, values }, root, [operation.selectionSet]).values()) {
    if (RESOLVED_HERE.has(nodes[0]!.name.value)) selections.push(...nodes);
  }
  if (selections.length === 0) return null;
  const { data } = executeSync({
    schema,
    document: {
      kind: Kind.DOCUMENT,
      definitions: [
        {
          kind: Kind.OPERATION_DEFINITION,
          operation: OperationTypeNode.QUERY,
          variableDefinitions: operation.variableDefinitions,
          selectionSet: { kind: Kind.SELECTION_SET, selections },
        },
        ...fragments.values(),
      ],
    },
    variableValues: variables,
  });
  return (data as Fields | null | undefined) ?? null;
}
