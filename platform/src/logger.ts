import pino, { type Logger, type LevelWithSilent } from 'pino';

export type { Logger };

/** Structured JSON lines on stdout. Secrets and credentials never reach a line: these paths are cut wherever they stand. */
export function createLogger(service: string, level: LevelWithSilent = 'info'): Logger {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
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
  });
}

/** For tests and tools that want no output. */
export const silentLogger: Logger = pino({ level: 'silent' });
