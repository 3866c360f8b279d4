import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDateTime, GraphQLSafeInt } from 'graphql-scalars';

const MAX_URL_LENGTH = 2048;
/** Beyond, calendars, databases and the arithmetic between them disagree; no event is held there. */
const [FIRST_YEAR, LAST_YEAR] = [1900, 2999];

interface Plan<Value, Wire> {
  readonly name: string;
  /** What a value must be, for the message of a refusal. */
  readonly expected: string;
  /** The value that a client meant; undefined for one that cannot be. */
  read(given: unknown): Value | undefined;
  serialize(value: unknown): Wire;
}

/** A scalar whose wrong values are the client's mistake, whether written in the document or sent as a variable. */
function scalar<Value, Wire>({ name, expected, read, serialize }: Plan<Value, Wire>): GraphQLScalarType<Value, Wire> {
  const parse = (given: unknown, nodes?: ValueNode): Value => {
    const value = read(given);
    if (value !== undefined) return value;
    throw new GraphQLError(`${name} must be ${expected}.`, { nodes, extensions: { code: 'BAD_USER_INPUT' } });
  };
  return new GraphQLScalarType({
    name,
    serialize,
    parseValue: (given) => parse(given),
    parseLiteral: (node) => parse(written(node), node),
  });
}

function written(node: ValueNode): unknown {
  if (node.kind === Kind.STRING) return node.value;
  return node.kind === Kind.INT ? Number(node.value) : undefined;
}

/** Long: a JavaScript-safe integer. The wire form is a JSON number. */
const Long = scalar<number, number>({
  name: 'Long',
  expected: 'a whole number from -9007199254740991 to 9007199254740991',
  read: (given) => (Number.isSafeInteger(given) ? (given as number) : undefined),
  serialize: (value) => GraphQLSafeInt.serialize(value),
});

/** DateTime: parsed into a Date, refused when impossible (30 February). Serialised as ISO 8601 UTC from a Date or an ISO string. */
const DateTime = scalar<Date, string>({
  name: 'DateTime',
  expected: `an ISO 8601 time with an offset, such as 2026-11-21T18:30:00Z, in the years ${FIRST_YEAR} to ${LAST_YEAR}`,
  read: readTime,
  serialize: (value) => new Date(value as string | number | Date).toISOString(),
});

function readTime(given: unknown): Date | undefined {
  if (typeof given !== 'string') return undefined;
  try {
    const time = GraphQLDateTime.parseValue(given);
    const year = time.getUTCFullYear();
    return year >= FIRST_YEAR && year <= LAST_YEAR ? time : undefined;
  } catch {
    return undefined;
  }
}

/** `URL` forgives blanks and control characters by changing them; we keep what was sent, so we refuse them. */
const isHttpUrl = (value: string): boolean => /^https?:[!-~\u00a0-\uffff]+$/i.test(value) && URL.canParse(value);

const Url = scalar<string, string>({
  name: 'URL',
  expected: `an absolute http or https address of at most ${MAX_URL_LENGTH} characters`,
  read: (given) => (typeof given === 'string' && given.length <= MAX_URL_LENGTH && isHttpUrl(given) ? given : undefined),
  serialize: (value) => String(value),
});

/** Resolvers for the scalars of schema/common.graphql; a gateway reads the inputs of clients by the same rules. */
export const scalars = { DateTime, Long, URL: Url };
