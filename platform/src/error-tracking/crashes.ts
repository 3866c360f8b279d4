import type { Logger } from '../logger';
import type { ErrorTracking } from './error-tracking';

/** A fault that nobody caught ends the process, as it does by itself; but it becomes a line of the log, and is reported, before. */
export function watchCrashes(logger: Logger, tracking: ErrorTracking): void {
  process.once('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'a fault that nobody caught ends the process');
    void tracking.close().finally(() => process.exit(1));
  });
}
