import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString, isEnumType, type GraphQLLeafType } from 'graphql';
import { jsonTextOrNull } from './json-text';
import type { JsonWriter } from './json-writer';

/** Writes the value as the client may get it. Returns false, and writes nothing, when it is not a value of that type. */
export type Leaf = (value: unknown, out: JsonWriter) => boolean;

const MAX_INT = 2 ** 31 - 1;
const MIN_INT = -(2 ** 31);

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');

/**
 * Compiles the check and the writing of a subgraph's values of one type. Strict, because a client generates code from the schema: no
 * string for a number. Custom scalars are the subgraph's own affair.
 */
export function compileLeaf(type: GraphQLLeafType): Leaf {
  if (isEnumType(type)) {
    // The public enum may have fewer values than the subgraph's: a hidden one must not come out.
    const values = new Map<unknown, Buffer>(type.getValues().map(({ name }) => [name, Buffer.from(`"${name}"`)]));
    return (value, out) => {
      const known = values.get(value);
      if (!known) return false;
      out.constant(known);
      return true;
    };
  }
  switch (type.name) {
    case GraphQLString.name:
      return (value, out) => typeof value === 'string' && (out.string(value), true);
    case GraphQLID.name:
      return (value, out) =>
        typeof value === 'string' ? (out.string(value), true) : Number.isSafeInteger(value) && (out.string(String(value)), true);
    case GraphQLInt.name:
      return (value, out) =>
        Number.isInteger(value) && (value as number) <= MAX_INT && (value as number) >= MIN_INT && (out.number(value as number), true);
    case GraphQLFloat.name:
      return (value, out) => Number.isFinite(value) && (out.number(value as number), true);
    case GraphQLBoolean.name:
      return (value, out) => typeof value === 'boolean' && (out.constant(value ? TRUE : FALSE), true);
    default:
      return (value, out) => {
        const text = jsonTextOrNull(value);
        if (text === null) return false;
        out.json(text);
        return true;
      };
  }
}
