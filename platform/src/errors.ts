import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isDatabaseAway } from './db/postgres-errors';
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

/** What a client does about a refusal; the enum NextStep of the SDL. Adding one is an API change. */
export type NextStep =
  | 'CORRECT_INPUT'
  | 'SIGN_IN'
  | 'RELOAD'
  | 'REPEAT'
  | 'WAIT'
  | 'USE_NEW_KEY'
  | 'CHOOSE_OTHER'
  | 'COMPLETE_ACTION'
  | 'ASK_ORGANISER'
  | 'ASK_SUPPORT';

/** The next step by code, where a refusal names none. NOT_FOUND, FORBIDDEN and NOT_ALLOWED_NOW have no such step. */
const NEXT_STEPS: Partial<Record<ErrorCode, NextStep>> = {
  BAD_USER_INPUT: 'CORRECT_INPUT',
  UNAUTHENTICATED: 'SIGN_IN',
  CONFLICT: 'RELOAD',
  KEY_REUSED: 'USE_NEW_KEY',
  RATE_LIMITED: 'WAIT',
};

/** How a client goes on after a refusal. */
export interface Remedy {
  /** The same request may succeed later without a change. */
  retryable?: boolean;
  /** What to do next; null when nothing that the viewer does helps. Without it, the code decides. */
  nextStep?: NextStep | null;
}

/**
 * A refusal that can properly happen. Thrown anywhere below a mutation (which rolls its transaction back), it becomes a value of the
 * mutation's result union at the border (`settle`); thrown below a query it is an ordinary error with the same code.
 * `type` is the SDL type's name, `facts` its further fields.
 */
export class Refusal extends GraphError {
  readonly retryable: boolean;
  readonly nextStep: NextStep | null;

  constructor(
    readonly type: string,
    code: ErrorCode,
    message: string,
    readonly facts: Record<string, unknown> = {},
    { retryable = false, nextStep = NEXT_STEPS[code] ?? (retryable ? 'REPEAT' : null) }: Remedy = {},
  ) {
    const { field, fields } = facts;
    super(code, message, {
      retryable,
      ...(nextStep ? { nextStep } : {}),
      ...(typeof field === 'string' ? { field } : {}),
      ...(fields ? { fields } : {}),
    });
    this.name = 'Refusal';
    this.retryable = retryable;
    this.nextStep = nextStep;
  }
}

/** One wrong field: its path in the input (null when it is not one field) and what to do, as a sentence without its subject. */
export interface InputFault {
  path: string | null;
  message: string;
}

/** Refuses an input and names all that is wrong with it; the message and `field` tell the first fault. */
export function invalidInputs(fields: readonly InputFault[]): Refusal {
  const [{ path, message }] = fields as readonly [InputFault];
  return new Refusal('InvalidInput', 'BAD_USER_INPUT', path ? `${path}: ${message}` : message, { field: path, fields });
}

/** Refuses an input for one field: `invalidInput('quantity', 'must be at least 3')`. */
export const invalidInput = (path: string | null, message: string): Refusal => invalidInputs([{ path, message }]);
export const notFound = (what: string) => new Refusal('NotFound', 'NOT_FOUND', `${what} does not exist, or you may not see it.`);
export const notAllowed = (message: string) => new Refusal('NotAllowed', 'FORBIDDEN', message);
export const conflict = (message: string) => new Refusal('Conflict', 'CONFLICT', message, {}, { retryable: true });
export const keyReused = () =>
  new Refusal('KeyReused', 'KEY_REUSED', 'This idempotencyKey was used before with other arguments. Use a new key for a new request.');

export interface RefusalValue {
  __typename: string;
  code: ErrorCode;
  message: string;
  retryable: boolean;
  nextStep: NextStep | null;
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

export function refusalValue({ type, code, message, retryable, nextStep, facts }: Refusal): RefusalValue {
  return { __typename: type, code, message, retryable, nextStep, ...facts };
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
  if (isDatabaseAway(cause)) {
    logger.warn({ err: cause, correlationId, path }, 'the database is away');
    const message = 'The service has no connection to its data at the moment. Try again.';
    return { message, ...place, extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } };
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
