import type { ErrorCode, Logger } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import { AnswerTooLarge, SubgraphUnavailable } from '../../transport/transport';
import type { ResponsePath } from '../response-paths';
import type { Run } from '../run';
import { LogThrottle } from './log-throttle';
import { internalError, shorten } from './own-errors';
import { WrongAnswer } from './wrong-answer';

/** Codes that a subgraph may show to clients. Any other code, or none, is a fault of the subgraph: its text stays in the log. */
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

/** For one subgraph: with its connection ten thousand streams may be lost at once. Each operation has a line of its own besides. */
const MAX_LINES_A_SECOND = 20;

/** Turns faults of subgraphs into errors of the client's response, and logs what the client must not see. */
export class ErrorReporter {
  private readonly unavailable = new LogThrottle(MAX_LINES_A_SECOND);
  private readonly wrong = new LogThrottle(MAX_LINES_A_SECOND);

  constructor(private readonly logger: Logger) {}

  /** An error in a subgraph's answer, at its place in the client's response. */
  errorInAnswer(
    run: Pick<Run, 'caller'>,
    service: string,
    error: GraphQLFormattedError,
    path: ResponsePath | undefined,
  ): GraphQLFormattedError {
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

  /** Values of subgraphs that are none of those that the schema promises, or are missing: clients have an error at each place. */
  wrongData({ caller }: Run, services: readonly string[], errors: readonly GraphQLFormattedError[]): void {
    const [first] = errors;
    const detail = { message: first?.message, path: first?.path, places: errors.length };
    this.tellWrong(services.join(', '), { correlationId: caller.correlationId, ...detail });
  }

  private tellWrong(subgraph: string, detail: object): void {
    const leftOut = this.wrong.take(subgraph, Date.now());
    if (leftOut === null) return;
    this.logger.error({ subgraph, ...detail, ...(leftOut ? { unsaid: leftOut } : {}) }, 'a subgraph answered something else than asked');
  }

  /** The error for a call that brought no answer, or none to what was asked. */
  failedCall(
    run: Pick<Run, 'caller' | 'signal'>,
    service: string,
    mutation: boolean,
    error: unknown,
    path: ResponsePath,
  ): GraphQLFormattedError {
    const correlationId = run.caller.correlationId;
    const place = path.length ? { path } : {};
    if (run.signal.aborted) {
      return { message: 'The operation took too long.', ...place, extensions: { code: 'TIMEOUT', retryable: !mutation } };
    }
    if (error instanceof SubgraphUnavailable) {
      const leftOut = this.unavailable.take(service, Date.now());
      if (leftOut !== null) {
        const before = leftOut ? { unsaid: leftOut } : {};
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
    if (error instanceof WrongAnswer) {
      this.tellWrong(service, { correlationId, path, detail: error.message });
      return internalError(correlationId, path);
    }
    this.logger.error({ err: error, subgraph: service, correlationId, path }, 'a fetch failed unexpectedly');
    return internalError(correlationId, path);
  }
}
