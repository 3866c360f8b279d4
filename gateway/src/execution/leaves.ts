import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString, isEnumType, type GraphQLLeafType } from 'graphql';
import { jsonTextOrNull, quote } from './json-text';

/** Answers the JSON text of the value as the client may get it, or undefined when it is none of that type. */
export type Leaf = (value: unknown) => string | undefined;

const MAX_INT = 2 ** 31 - 1;
const MIN_INT = -(2 ** 31);

/**
 * Checks what a subgraph says to be a value of the type. Strict, because a client generates code from the schema: no string for a
 * number. Custom scalars are the subgraph's own affair.
 */
export function compileLeaf(type: GraphQLLeafType): Leaf {
  if (isEnumType(type)) {
    // The public enum may have fewer values than the subgraph's: a hidden one must not come out.
    const texts = new Map<unknown, string>(type.getValues().map(({ name }) => [name, quote(name)]));
    return (value) => texts.get(value);
  }
  switch (type.name) {
    case GraphQLString.name:
      return (value) => (typeof value === 'string' ? quote(value) : undefined);
    case GraphQLID.name:
      return (value) => (typeof value === 'string' ? quote(value) : Number.isSafeInteger(value) ? `"${value as number}"` : undefined);
    case GraphQLInt.name:
      return (value) =>
        Number.isInteger(value) && (value as number) <= MAX_INT && (value as number) >= MIN_INT ? `${value as number}` : undefined;
    case GraphQLFloat.name:
      return (value) => (Number.isFinite(value) ? `${value as number}` : undefined);
    case GraphQLBoolean.name:
      return (value) => (typeof value === 'boolean' ? (value ? 'true' : 'false') : undefined);
    default:
      return (value) => jsonTextOrNull(value) ?? undefined;
  }
}
