import { execute, parse, type FormattedExecutionResult, type GraphQLSchema } from 'graphql';
import type { Operation } from '../../gateway/tests/random/document';

/**
 * Is the answer one that GraphQL allows to this operation: all fields asked for and no others, in their order, of their types, null only
 * where it may be? For what cannot be asked twice. Objects of abstract types must tell their `__typename`.
 */
export async function nonconformity(
  schema: GraphQLSchema,
  { query, variables }: Operation,
  { data }: FormattedExecutionResult,
): Promise<string | null> {
  if (!data) return null;
  const again = await execute({
    schema,
    document: parse(query),
    rootValue: data,
    variableValues: variables,
    fieldResolver: (source: Record<string, unknown>, _args, _context, { path }) =>
      Object.hasOwn(source, path.key) ? source[path.key] : undefined,
    typeResolver: ({ __typename: name }: { __typename?: string }) => name,
  });
  if (again.errors) return again.errors.map((error) => error.message).join('; ');
  return JSON.stringify(again.data) === JSON.stringify(data) ? null : 'the answer holds other fields than were asked for';
}
