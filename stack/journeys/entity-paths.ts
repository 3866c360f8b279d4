import {
  getNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLUnionType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

/** The types of a subgraph that can be reached by reference, by anybody who can name an id. */
export const entityTypes = (schema: GraphQLSchema): readonly GraphQLObjectType[] =>
  (schema.getType('_Entity') as GraphQLUnionType).getTypes();

/** Everything that can be selected of a type without required arguments, so many levels deep. */
export function everythingOf(type: GraphQLObjectType, depth: number): string {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument)) return [];
    const named = getNamedType(field.type);
    if (!isCompositeType(named)) return [field.name];
    if (depth === 0) return [];
    // An interface's or union's own members lie behind fragments; their names are enough to see that something is there.
    return [`${field.name} ${isObjectType(named) ? everythingOf(named, depth - 1) : '{ __typename }'}`];
  });
  return `{ __typename ${fields.join(' ')} }`;
}
