/** What goes wrong with a request. */
export type Fault =
  /** The request is done and the connection closes without an answer. */
  | { kind: 'lost' }
  /** The connection closes before anything is done. */
  | { kind: 'reset' }
  /** The answer stops in its middle; the request is done. */
  | { kind: 'cut' }
  /** No answer comes, until the server is closed; `effect`: the request is done. */
  | { kind: 'silence'; effect?: boolean }
  /**
   * An error of Stripe's own; `effect`: the request is done all the same. `kept`: the error is what the Idempotency-Key returns from then
   * on, as Stripe keeps a 500 of a request that had begun; true for a 500 unless said otherwise.
   */
  | { kind: 'error'; status?: 500 | 502 | 503; effect?: boolean; kept?: boolean }
  /** Too many requests; `retryAfter` in seconds is sent as Retry-After. */
  | { kind: 'too-many'; retryAfter?: number }
  /** The request is under way, its key in use, until the promise is settled. */
  | { kind: 'pause'; until: Promise<unknown> };

interface Planned {
  where: string | RegExp;
  fault: Fault;
  times: number;
}

/** The faults to come. `where` is an endpoint ('POST /v1/refunds', 'POST /v1/payment_intents/:id/confirm') or fits method and path. */
export class Faults {
  private planned: Planned[] = [];

  next(where: string | RegExp, fault: Fault, times = 1): void {
    this.planned.push({ where, fault, times });
  }

  clear(): void {
    this.planned = [];
  }

  /** Returns the fault of a request and counts it off. */
  take(endpoint: string, methodAndPath: string): Fault | undefined {
    const found = this.planned.find(({ where, times }) => times > 0 && fits(where, endpoint, methodAndPath));
    if (found) found.times--;
    return found?.fault;
  }
}

const fits = (where: string | RegExp, endpoint: string, methodAndPath: string): boolean =>
  typeof where === 'string' ? where === endpoint || where === methodAndPath : where.test(methodAndPath);
