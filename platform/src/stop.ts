import type { Logger } from './logger';

const DEADLINE_MS = 15_000;

/** Runs `stop` once on SIGTERM or SIGINT and ends the process; a second signal or the deadline ends it at once. */
export function onStopSignal(logger: Logger, stop: () => Promise<void>, deadlineMs = DEADLINE_MS): void {
  let stopping = false;
  const begin = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error('could not stop in time');
      process.exit(1);
    }, deadlineMs).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', begin);
  process.on('SIGINT', begin);
}
