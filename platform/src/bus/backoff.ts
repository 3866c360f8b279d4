export interface Backoff {
  /** Milliseconds before the first retry. */
  firstMs: number;
  /** No wait is longer than this many milliseconds. */
  mostMs: number;
}

/**
 * Wait before retry number `retry` (1 = first): doubles each time up to the limit. Half of it is random, so that
 * replicas which failed together do not come back together.
 */
export const waitBefore = (retry: number, { firstMs, mostMs }: Backoff): number => {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(retry - 1, 30));
  return full / 2 + Math.random() * (full / 2);
};

/** Resolves after `ms` milliseconds, or at once when the signal aborts. Never rejects: the caller looks at the signal. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
