import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';

export type TypeTest = (typename: unknown) => boolean;

/** Does an object of the named type satisfy a fragment on `condition`? Answers are remembered: there are few types. */
export function typeTest(schema: GraphQLSchema, condition: string): TypeTest {
  const conditionType = schema.getType(condition);
  const known = new Map<unknown, boolean>([[condition, true]]);
  return (typename) => {
    const answer = known.get(typename);
    if (answer !== undefined) return answer;
    // A name that the schema does not know is not remembered: a subgraph could send any number of them.
    const type = typeof typename === 'string' ? schema.getType(typename) : undefined;
    if (!type) return false;
    const fits = isAbstractType(conditionType) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(conditionType, type);
    known.set(typename, fits);
    return fits;
  };
}
