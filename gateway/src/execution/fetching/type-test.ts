import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';

export type TypeTest = (typename: unknown) => boolean;

/** Tells whether an object of the named type satisfies a fragment on `condition`. Results are remembered: there are few types. */
export function typeTest(schema: GraphQLSchema, condition: string): TypeTest {
  const conditionType = schema.getType(condition);
  const known = new Map<unknown, boolean>([[condition, true]]);
  return (typename) => {
    const remembered = known.get(typename);
    if (remembered !== undefined) return remembered;
    // A name that the schema does not know is not remembered: a subgraph could send any number of them.
    const type = typeof typename === 'string' ? schema.getType(typename) : undefined;
    if (!type) return false;
    const fits = isAbstractType(conditionType) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(conditionType, type);
    known.set(typename, fits);
    return fits;
  };
}
