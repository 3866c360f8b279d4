import { SubgraphUnavailable } from './transport';

/** Waits for `work` no longer than the time and the signal allow. The work itself goes on: a GraphQL execution cannot be stopped. */
export function within<T>(timeoutMs: number, signal: AbortSignal, service: string, work: () => Promise<T>): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason as Error);
  return new Promise<T>((resolve, reject) => {
    const giveUp = () => settle(() => reject(signal.reason as Error));
    const timer = setTimeout(() => settle(() => reject(new SubgraphUnavailable(service, `no answer within ${timeoutMs} ms`))), timeoutMs);
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      outcome();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    work().then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error as Error)),
    );
  });
}
