import { isNativeError } from 'node:util/types';
import pino, { type DestinationStream, type LevelWithSilent, type Logger, type LoggerOptions } from 'pino';
import type { ErrorTracking } from './error-tracking';

export type { Logger };

/**
 * Structured JSON lines, on stdout unless told otherwise. Secrets and credentials never reach a line: these paths are cut wherever they
 * stand, and errors are told by their facts alone. What is written at level error is told to `tracking`, too.
 */
export function createLogger(
  service: string,
  level: LevelWithSilent = 'info',
  destination?: DestinationStream,
  tracking?: ErrorTracking,
): Logger {
  const options: LoggerOptions = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: (error: unknown) => errorFacts(error) },
    redact: {
      paths: [
        'password',
        '*.password',
        'refreshToken',
        '*.refreshToken',
        'accessToken',
        '*.accessToken',
        'authorization',
        '*.authorization',
      ],
      censor: '[cut]',
    },
    ...(tracking ? { hooks: reportingTo(tracking) } : {}),
  };
  return destination ? pino(options, destination) : pino(options);
}

const ERROR = 50;
const FATAL = 60;

const reportingTo = (tracking: ErrorTracking): LoggerOptions['hooks'] => ({
  logMethod(args, method, level) {
    method.apply(this, args);
    if (level < ERROR) return;
    const [first, second] = args as unknown[];
    const own = typeof first === 'object' && first !== null ? first : {};
    const message = [first, second].find((one) => typeof one === 'string') ?? 'an error';
    tracking.report({ level: level >= FATAL ? 'fatal' : 'error', message, fields: { ...this.bindings(), ...own } });
  },
});

/** What Postgres adds to an error (it alone tells a severity) to name rows and statements, people's addresses among them. */
const ROWS_AND_STATEMENTS: ReadonlySet<string> = new Set(['detail', 'where', 'internalQuery']);
const MAX_CAUSES = 5;

/** Errors of drivers carry their client, with its keys and statements; of what hangs on an error only plain facts are told. */
function errorFacts(error: unknown, depth = 0): unknown {
  // Not instanceof: those that Node itself throws are of another realm where code runs in a context of its own.
  if (!isNativeError(error)) return error;
  if (depth > MAX_CAUSES) return error.message;
  const plain = Object.entries(error).filter(
    ([name, value]) => ['string', 'number', 'boolean'].includes(typeof value) && !('severity' in error && ROWS_AND_STATEMENTS.has(name)),
  );
  return {
    type: error.constructor.name,
    message: error.message,
    stack: error.stack,
    ...Object.fromEntries(plain),
    ...(error.cause === undefined ? {} : { cause: errorFacts(error.cause, depth + 1) }),
    ...('errors' in error && Array.isArray(error.errors)
      ? { errors: error.errors.slice(0, MAX_CAUSES).map((one) => errorFacts(one, depth + 1)) }
      : {}),
  };
}

/** For tests and tools that want no output. */
export const silentLogger: Logger = pino({ level: 'silent' });
