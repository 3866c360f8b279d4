import { GraphError, type ErrorCode, type Logger } from '@marquee/platform';
import { type GraphQLError, type GraphQLFormattedError } from 'graphql';
import { AnswerTooLarge, SubgraphUnavailable } from '../../transport/transport';
import type { ResponsePath } from '../response-paths';
import type { Run } from '../run';
import { Sparing } from './log-throttle';

/** Codes that a subgraph may show to clients. Anything else it says (a database's code, none at all) is a fault, not an answer. */
const SHOWN_CODES: ReadonlySet<unknown> = new Set<ErrorCode>([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'NOT_FOUND',
  'CONFLICT',
  'KEY_REUSED',
  'RATE_LIMITED',
  'NOT_ALLOWED_NOW',
  'RESYNC_REQUIRED',
  'SUBGRAPH_UNAVAILABLE',
  'TIMEOUT',
  'INTERNAL_SERVER_ERROR',
]);

/** Extensions that servers add for their own developers. */
const HIDDEN_EXTENSIONS: ReadonlySet<string> = new Set([
  'stacktrace',
  'exception',
  'serviceName',
  'http',
  'originalError',
  'debugMessage',
  'trace',
]);

const MAX_MESSAGE = 1_000;
/** About one subgraph: with its connection ten thousand streams may be lost at once. Each operation has a line of its own besides. */
const MAX_LINES_A_SECOND = 20;
const INTERNAL_MESSAGE = 'Something went wrong on our side. Try again; if it stays, tell us the correlation id.';

/** Turns what went wrong in subgraphs into errors of the client's response, and logs what the client must not see. */
export class Failures {
  private readonly unavailable = new Sparing(MAX_LINES_A_SECOND);

  constructor(private readonly logger: Logger) {}

  /** An error that a subgraph answered, at its place in the client's response. */
  answered(run: Run, service: string, error: GraphQLFormattedError, path: ResponsePath | undefined): GraphQLFormattedError {
    const code = error?.extensions?.code;
    const place = path?.length ? { path } : {};
    if (!SHOWN_CODES.has(code) || typeof error.message !== 'string') {
      this.logger.error(
        { subgraph: service, correlationId: run.caller.correlationId, path, error },
        'a subgraph answered an error that is not for clients',
      );
      return internalError(run.caller.correlationId, path);
    }
    const extensions = Object.fromEntries(Object.entries(error.extensions ?? {}).filter(([name]) => !HIDDEN_EXTENSIONS.has(name)));
    return { message: shorten(error.message), ...place, extensions };
  }

  /** A call that brought no answer. */
  thrown(run: Run, service: string, mutation: boolean, error: unknown, path: ResponsePath): GraphQLFormattedError {
    const correlationId = run.caller.correlationId;
    const place = path.length ? { path } : {};
    if (run.signal.aborted) {
      return { message: 'The operation took too long.', ...place, extensions: { code: 'TIMEOUT', retryable: !mutation } };
    }
    if (error instanceof SubgraphUnavailable) {
      const unsaid = this.unavailable.take(service, Date.now());
      if (unsaid !== null) {
        const before = unsaid ? { unsaid } : {};
        this.logger.warn({ subgraph: service, correlationId, path, detail: error.detail, ...before }, 'subgraph unavailable');
      }
      if (error instanceof AnswerTooLarge) {
        const message = `The service "${service}" answered more than can be passed on. Ask for less at once.`;
        return { message, ...place, extensions: { code: 'SUBGRAPH_UNAVAILABLE', service, retryable: false } };
      }
      return {
        message: `The service "${service}" is not available at the moment.`,
        ...place,
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', service, retryable: !mutation || error.neverSent },
      };
    }
    this.logger.error({ err: error, subgraph: service, correlationId, path }, 'a fetch failed unexpectedly');
    return internalError(correlationId, path);
  }
}

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
  const extensions = error instanceof GraphError ? error.extensions : { code };
  return {
    message: shorten(hideSchemaDetails ? withoutSuggestion(message) : message),
    ...(locations ? { locations } : {}),
    ...(path ? { path } : {}),
    extensions: { ...extensions },
  };
}

/** graphql-js proposes names that would be right, which tells a stranger what a hidden schema holds. */
const withoutSuggestion = (message: string) => message.replace(/ ?Did you mean(.+?)\?$/, '');

const shorten = (message: string) => (message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message);

/** Each code once, for the log. */
export const codesOf = (errors: readonly GraphQLFormattedError[] = []): readonly string[] => [
  ...new Set(errors.map((error) => String(error.extensions?.code))),
];
