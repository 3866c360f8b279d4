import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDateTime, GraphQLSafeInt } from 'graphql-scalars';

const MAX_URL_LENGTH = 2048;

/** Long: a JavaScript-safe integer. The wire form is a JSON number. */
const Long = new GraphQLScalarType({ ...GraphQLSafeInt.toConfig(), name: 'Long' });

/** DateTime: parsed into a Date, refused when impossible (30 February). Serialised as ISO 8601 UTC from a Date or an ISO string. */
const DateTime = new GraphQLScalarType<Date, string>({
  ...GraphQLDateTime.toConfig(),
  serialize: (value) => new Date(value as string | number | Date).toISOString(),
} as ConstructorParameters<typeof GraphQLScalarType<Date, string>>[0]);

/** `URL` forgives blanks and control characters by changing them; we keep what was sent, so we refuse them. */
const isHttpUrl = (value: string): boolean => /^https?:[!-~\u00a0-\uffff]+$/i.test(value) && URL.canParse(value);

function httpUrl(value: unknown): string {
  if (typeof value !== 'string' || value.length > MAX_URL_LENGTH || !isHttpUrl(value)) {
    throw new GraphQLError(`URL must be an absolute http or https address of at most ${MAX_URL_LENGTH} characters.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return value;
}

const Url = new GraphQLScalarType<string, string>({
  name: 'URL',
  serialize: (value) => String(value),
  parseValue: httpUrl,
  parseLiteral: (node: ValueNode) => httpUrl(node.kind === Kind.STRING ? node.value : null),
});

/** Resolvers for the scalars of schema/common.graphql. */
export const scalars = { DateTime, Long, URL: Url };
