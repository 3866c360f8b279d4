import { isScalarType, isSpecifiedScalarType, type GraphQLScalarType, type GraphQLSchema } from 'graphql';

/** How the values of custom scalars are read, by name. */
export type KnownScalars = Readonly<Record<string, Pick<GraphQLScalarType, 'parseValue' | 'parseLiteral'>>>;

/**
 * Teaches a schema the rules of its custom scalars, of which the SDL tells the names alone. A wrong value is then refused with the document
 * or the variables, as that of an Int is; otherwise its subgraph would refuse the gateway's own request.
 */
export function teachScalars(schema: GraphQLSchema, scalars: KnownScalars): void {
  for (const [name, { parseValue, parseLiteral }] of Object.entries(scalars)) {
    const type = schema.getType(name);
    if (isScalarType(type) && !isSpecifiedScalarType(type)) Object.assign(type, { parseValue, parseLiteral });
  }
}
