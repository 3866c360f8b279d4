import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveStart } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import type { Answer } from '../../operation/operation';
import type { LiveSettings } from '../../settings';
import type { Joining } from '../listener';

export interface Reading extends Joining {
  readonly live: LiveStart;
  /** Aborted by whoever needs the stream no more. */
  readonly stopping: AbortController;
  /** For the owner's first word. */
  readonly startWithinMs: number;
}

export type End =
  /** By us. */
  | { readonly by: 'reader' }
  /** The owner said that it is over (no errors), refused the stream, or was lost. */
  | { readonly by: 'owner'; readonly errors: readonly GraphQLFormattedError[]; readonly lost: boolean };

const STOPPED: End = { by: 'reader' };
const SILENT: End = {
  by: 'owner',
  errors: [{ message: 'The stream did not begin in time.', extensions: { code: 'TIMEOUT', retryable: true } }],
  lost: true,
};

/** Reads a stream with positions until one side ends it. `take` answers whether to go on; it is not called any more once we have stopped. */
export async function readLive(reading: Reading, take: (answer: Answer) => boolean | Promise<boolean>): Promise<End> {
  const { operation, variables, caller, live, stopping, startWithinMs } = reading;
  const { signal } = stopping;
  let silent = false;
  let patience: NodeJS.Timeout | undefined = setTimeout(() => {
    silent = true;
    stopping.abort(new Error('The owner says nothing.'));
  }, startWithinMs);
  try {
    const stream = await operation.subscribe({ variables, caller, left: signal, live });
    if (signal.aborted && !('next' in stream)) return silent ? SILENT : STOPPED;
    if (!('next' in stream)) return over(stream);
    const letGo = () => void stream.return().catch(() => undefined);
    signal.addEventListener('abort', letGo, { once: true });
    if (signal.aborted) letGo();
    for (;;) {
      const step = await stream.next();
      clearTimeout(patience);
      // A stream may be open for hours, and would keep it.
      patience = undefined;
      if (signal.aborted) return silent ? SILENT : STOPPED;
      if (step.done) return over({});
      const answer = step.value;
      if (answer.data === undefined && !answer.live) {
        letGo();
        return over(answer);
      }
      if (await take(answer)) continue;
      letGo();
      return STOPPED;
    }
  } finally {
    clearTimeout(patience);
  }
}

const over = ({ errors = [], lost = false }: Answer): End => ({ by: 'owner', errors, lost });

/** Waits before the next try, longer each time; those who lost the same owner do not all come back at the same moment. */
export async function pauseBefore(attempt: number, { firstPauseMs, maxPauseMs }: LiveSettings, signal: AbortSignal): Promise<void> {
  const longest = Math.min(maxPauseMs, firstPauseMs * 2 ** (attempt - 1));
  await sleep(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
}
