import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';

export type TypeTest = (typename: unknown) => boolean;

/**
 * Tells whether an object of the named type satisfies a fragment on `condition`, or on one of several (`A|B`). Results are remembered:
 * there are few types.
 */
export function typeTest(schema: GraphQLSchema, condition: string): TypeTest {
  const names = condition.split('|');
  const conditionTypes = names.map((name) => schema.getType(name)).filter(isAbstractType);
  const known = new Map<unknown, boolean>(names.map((name) => [name, true]));
  return (typename) => {
    const remembered = known.get(typename);
    if (remembered !== undefined) return remembered;
    // A name that the schema does not know is not remembered: a subgraph could send any number of them.
    const type = typeof typename === 'string' ? schema.getType(typename) : undefined;
    if (!type) return false;
    const fits = (isObjectType(type) || isInterfaceType(type)) && conditionTypes.some((one) => schema.isSubType(one, type));
    known.set(typename, fits);
    return fits;
  };
}
