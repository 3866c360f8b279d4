import { CombinedGraphQLErrors, CombinedProtocolErrors, ServerError } from '@apollo/client/errors';
import type { GraphQLFormattedError } from 'graphql';

/** One error of an answer, with what the API always says of it. */
export interface ApiError {
  readonly message: string;
  /** One of a fixed list, see the guide on errors. */
  readonly code: string;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** Seconds to wait; null where the API says nothing. */
  readonly retryAfter: number | null;
  /** Null: the whole request failed, and nothing of it ran. */
  readonly path: readonly (string | number)[] | null;
  readonly extensions: Readonly<Record<string, unknown>>;
}

const toApiError = ({ message, path, extensions = {} }: GraphQLFormattedError): ApiError => ({
  message,
  code: typeof extensions.code === 'string' ? extensions.code : 'INTERNAL_SERVER_ERROR',
  retryable: extensions.retryable === true,
  retryAfter: typeof extensions.retryAfter === 'number' ? extensions.retryAfter : null,
  path: path ?? null,
  extensions,
});

/**
 * The API's errors in whatever a link, a hook or graphql-ws reports: Apollo Client's combined errors, an answer with `errors`, a list.
 * Empty when the network failed, and nothing is known of the API's mind.
 */
export function apiErrors(failure: unknown): ApiError[] {
  if (failure == null) return [];
  if (CombinedGraphQLErrors.is(failure) || CombinedProtocolErrors.is(failure)) return failure.errors.map(toApiError);
  if (ServerError.is(failure)) return parsed(failure.bodyText);
  if (Array.isArray(failure)) return failure.every(isError) ? failure.map(toApiError) : [];
  const { errors } = failure as { errors?: unknown };
  return Array.isArray(errors) ? apiErrors(errors) : [];
}

const isError = (error: unknown): error is GraphQLFormattedError =>
  typeof error === 'object' && error !== null && typeof (error as { message?: unknown }).message === 'string';

function parsed(body: string): ApiError[] {
  try {
    return apiErrors(JSON.parse(body));
  } catch {
    return [];
  }
}

/** A refusal that a mutation returns as data, in the place of its success. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly retryable?: boolean;
}

/** Tells a refusal from a success: `if (isRefusal(data.rsvp)) show(data.rsvp.message)`. */
export const isRefusal = <T extends object>(outcome: T): outcome is T & Refusal =>
  'code' in outcome && typeof outcome.code === 'string' && 'message' in outcome;
