import { isNativeError } from 'node:util/types';
import pino, { type DestinationStream, type LevelWithSilent, type Logger, type LoggerOptions } from 'pino';

export type { Logger };

/**
 * Structured JSON lines, on stdout unless told otherwise. Secrets and credentials never reach a line: these paths are cut wherever they
 * stand, and errors are told by their facts alone.
 */
export function createLogger(service: string, level: LevelWithSilent = 'info', destination?: DestinationStream): Logger {
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
  };
  return destination ? pino(options, destination) : pino(options);
}

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
