import type { ErrorCode } from '@marquee/platform';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { ResponsePath } from '../response-paths';

const MAX_MESSAGE = 1_000;
const INTERNAL_MESSAGE = 'Something went wrong on our side. Try again; if it stays, tell us the correlation id.';

/** A fault whose details are in the log only. */
export function internalError(correlationId: string, path?: ResponsePath): GraphQLFormattedError {
  return {
    message: INTERNAL_MESSAGE,
    ...(path?.length ? { path } : {}),
    extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId, retryable: true },
  };
}

/** The form in which an error made by the gateway itself leaves the process. */
export function ownError(error: GraphQLError, code: ErrorCode, hideSchemaDetails: boolean): GraphQLFormattedError {
  const { message, locations, path } = error.toJSON();
  // Those of our own, and those of scalars, say which code they have.
  const extensions = error.extensions.code === undefined ? { code } : error.extensions;
  return {
    message: shorten(hideSchemaDetails ? withoutSuggestion(message) : message),
    ...(locations ? { locations } : {}),
    ...(path ? { path } : {}),
    extensions: { ...extensions },
  };
}

/** graphql-js proposes names that would be right, which tells a stranger what a hidden schema holds. */
const withoutSuggestion = (message: string) => message.replace(/ ?Did you mean(.+?)\?$/, '');

export const shorten = (message: string) => (message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message);

/** Each code once, for the log. */
export const codesOf = (errors: readonly GraphQLFormattedError[] = []): readonly string[] => [
  ...new Set(errors.map((error) => String(error.extensions?.code))),
];
