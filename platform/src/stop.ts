import type { Logger } from './logger';

const DEADLINE_MS = 15_000;
/**
 * One wish to stop may come twice: a terminal tells every process in it, and npm tells the one that it has started once more. What comes
 * later than this is a person who does not want to wait.
 */
const SAME_WISH_MS = 1_000;

/** Runs `stop` once on SIGTERM or SIGINT and ends the process; a later signal or the deadline ends it at once. */
export function onStopSignal(
  logger: Logger,
  stop: () => Promise<void>,
  deadlineMs = DEADLINE_MS,
  { sameWishMs = SAME_WISH_MS }: { sameWishMs?: number } = {},
): void {
  let wishedAt: number | undefined;
  const begin = (signal: NodeJS.Signals) => {
    if (wishedAt !== undefined) {
      if (performance.now() - wishedAt < sameWishMs) return;
      process.exit(1);
    }
    wishedAt = performance.now();
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
