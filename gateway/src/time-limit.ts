import { setMaxListeners } from 'node:events';

/**
 * Runs work with a signal that aborts when the time is up or when `outer` aborts. Not AbortSignal.any: an outer signal that lives as
 * long as a subscription would collect one dependant for every event.
 */
export async function withTimeLimit<T>(outer: AbortSignal, timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  // An operation has as many listeners as calls under way: no number of them is a leak.
  setMaxListeners(0, controller.signal);
  const stop = () => controller.abort(outer.reason);
  const timer = setTimeout(() => controller.abort(new Error('The time is up.')), timeoutMs);
  outer.addEventListener('abort', stop, { once: true });
  if (outer.aborted) stop();
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', stop);
  }
}

/** A signal that never aborts: for work that goes on whether or not anybody waits for it. */
export const NEVER: AbortSignal = new AbortController().signal;
// All mutations under way listen to it.
setMaxListeners(0, NEVER);
