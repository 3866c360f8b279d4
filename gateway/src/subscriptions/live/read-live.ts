import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveStart } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import type { Answer } from '../../operation/answer';
import { openStream, type Streamed } from '../../operation/event-stream';
import type { LiveSettings } from '../../settings';

export interface LiveReading {
  readonly streamed: Streamed;
  readonly live: LiveStart;
  /** To be aborted when the stream is not needed any more. */
  readonly stopping: AbortController;
  /** The time in which the owner must say something. */
  readonly startWithinMs: number;
}

export type LiveEnd =
  /** The gateway ended it. */
  | { readonly by: 'reader' }
  /** The owner completed the stream (no errors), refused it, or was lost. */
  | { readonly by: 'owner'; readonly errors: readonly GraphQLFormattedError[]; readonly lost: boolean };

const STOPPED: LiveEnd = { by: 'reader' };
const SILENT: LiveEnd = {
  by: 'owner',
  errors: [{ message: 'The stream did not begin in time.', extensions: { code: 'TIMEOUT', retryable: true } }],
  lost: true,
};

/** Reads a stream with positions until one side ends it. `take` returns whether to go on; it is not called after `stopping` aborts. */
export async function readLive(reading: LiveReading, take: (answer: Answer) => boolean | Promise<boolean>): Promise<LiveEnd> {
  const { streamed, live, stopping, startWithinMs } = reading;
  const { signal } = stopping;
  let silent = false;
  let patience: NodeJS.Timeout | undefined = setTimeout(() => {
    silent = true;
    stopping.abort(new Error('The owner says nothing.'));
  }, startWithinMs);
  try {
    const stream = await openStream(streamed, { left: signal, live });
    if (signal.aborted && !('next' in stream)) return silent ? SILENT : STOPPED;
    if (!('next' in stream)) return over(stream);
    const letGo = () => void stream.return().catch(() => undefined);
    signal.addEventListener('abort', letGo, { once: true });
    if (signal.aborted) letGo();
    for (;;) {
      const step = await stream.next();
      clearTimeout(patience);
      // A stream may be open for hours, and would keep the timer.
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

const over = ({ errors = [], lost = false }: Answer): LiveEnd => ({ by: 'owner', errors, lost });

/** Waits before the next try, longer each time. Random, so that not all streams of a lost owner come back at the same moment. */
export async function pauseBefore(attempt: number, { firstPauseMs, maxPauseMs }: LiveSettings, signal: AbortSignal): Promise<void> {
  const longest = Math.min(maxPauseMs, firstPauseMs * 2 ** (attempt - 1));
  await sleep(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
}
