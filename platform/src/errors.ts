import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from './logger';

/** Every code a client can meet, in `errors` or in a refusal. Adding one is an API change. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'KEY_REUSED'
  | 'RATE_LIMITED'
  | 'NOT_ALLOWED_NOW'
  | 'QUERY_TOO_COMPLEX'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'PERSISTED_QUERY_NOT_SUPPORTED'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'SUBGRAPH_UNAVAILABLE'
  | 'RESYNC_REQUIRED'
  | 'TIMEOUT'
  | 'INTERNAL_SERVER_ERROR';

/** An error that was meant for the client: its message and extensions leave the process as they are. */
export class GraphError extends GraphQLError {
  constructor(
    readonly code: ErrorCode,
    message: string,
    extensions: Record<string, unknown> = {},
  ) {
    super(message, { extensions: { code, ...extensions } });
    this.name = 'GraphError';
  }
}

export const unauthenticated = (message = 'Sign in to do this.') => new GraphError('UNAUTHENTICATED', message);
export const forbidden = (message = 'You are not allowed to do this.') => new GraphError('FORBIDDEN', message);

/**
 * A refusal that can properly happen. Thrown anywhere below a mutation (which rolls its transaction back), it becomes a value of the
 * mutation's result union at the border (`settle`); thrown below a query it is an ordinary error with the same code.
 * `type` is the SDL type's name, `facts` its further fields.
 */
export class Refusal extends GraphError {
  constructor(
    readonly type: string,
    code: ErrorCode,
    message: string,
    readonly facts: Record<string, unknown> = {},
    readonly retryable = false,
  ) {
    super(code, message, { retryable, ...(typeof facts.field === 'string' ? { field: facts.field } : {}) });
    this.name = 'Refusal';
  }
}

export const invalidInput = (field: string | null, message: string) => new Refusal('InvalidInput', 'BAD_USER_INPUT', message, { field });
export const notFound = (what: string) => new Refusal('NotFound', 'NOT_FOUND', `${what} does not exist, or you may not see it.`);
export const notAllowed = (message: string) => new Refusal('NotAllowed', 'FORBIDDEN', message);
export const conflict = (message: string) => new Refusal('Conflict', 'CONFLICT', message, {}, true);
export const keyReused = () =>
  new Refusal('KeyReused', 'KEY_REUSED', 'This idempotencyKey was used before with other arguments. Use a new key for a new request.');

export interface RefusalValue {
  __typename: string;
  code: ErrorCode;
  message: string;
  retryable: boolean;
  [fact: string]: unknown;
}

/**
 * Runs a mutation's work; a refusal becomes the value the result union expects, anything else goes on as an error. The type speaks of
 * the success alone: which refusals a union holds is written in the SDL, and one that is not in it fails the operation.
 */
export async function settle<T extends object>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return refusalValue(error) as object as T;
    throw error;
  }
}

export function refusalValue(refusal: Refusal): RefusalValue {
  return { __typename: refusal.type, code: refusal.code, message: refusal.message, retryable: refusal.retryable, ...refusal.facts };
}

/**
 * What a client may see of an error. Errors meant for clients, and graphql-js's own (wrong variables, null in a non-null field), keep
 * their message; of anything else only the correlation id leaves the process, the rest goes to the log.
 */
export function publicError(error: GraphQLError, correlationId: string, logger: Logger): GraphQLFormattedError {
  const cause = error.originalError;
  const { locations, path } = error.toJSON();
  const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  const meant = error instanceof GraphError ? error : cause instanceof GraphError ? cause : null;
  if (meant) return { message: meant.message, ...place, extensions: { ...meant.extensions } };
  if (!cause || isOfTheRequest(cause, path)) {
    return { message: error.message, ...place, extensions: { code: 'BAD_USER_INPUT', ...error.extensions } };
  }
  logger.error({ err: cause, correlationId, path }, 'unexpected error in a resolver');
  return {
    message: 'Something went wrong on our side. Try again; if it stays, tell us the correlation id.',
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId, retryable: true },
  };
}

/**
 * graphql-js's own errors are about a variable, and then stand at no place of the answer, or point at what is wrong in the document. One
 * that does neither is about a value that a resolver answered.
 */
const isOfTheRequest = (cause: Error, path: GraphQLFormattedError['path']): boolean =>
  cause instanceof GraphQLError && !cause.originalError && (!path || cause.nodes !== undefined || cause.extensions.code !== undefined);
