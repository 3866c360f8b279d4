/**
 * Raw records by key, so that what is asked often is loaded seldom. Values travel as JSON. Never holds what was
 * decided for one viewer: gates are applied on every read, after the cache.
 *
 * A cache is never a reason to fail: when its store is away, reads miss and `wrap` loads.
 */
export interface Cache {
  /** `undefined` when absent. `null` is a value: "known not to exist" may be cached. */
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown, ttlSeconds: number): Promise<void>;
  delete(...keys: string[]): Promise<void>;
  deleteByPrefix(prefix: string): Promise<void>;
  /**
   * The cached value, or what `load` returns, kept for `ttlSeconds`. Callers that ask for one key at the same time
   * share one load. A load during which its key was deleted is answered but not kept: it may have read the old state.
   */
  wrap<T>(key: string, ttlSeconds: number, load: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
