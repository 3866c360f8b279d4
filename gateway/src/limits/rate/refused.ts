import { GraphError } from '@marquee/platform';

/** What the gateway itself lacks: time on its event loop, or in its planner. */
type Shortage = 'load' | 'planning';

/** Too much was requested in too short a time; the same request may be sent again after `retryAfterSeconds`. */
export class RateLimited extends GraphError {
  readonly status: 429 | 503 = 429;

  constructor(
    /** For metrics. */
    readonly limit: 'operations' | 'at once' | 'cost' | Shortage,
    message: string,
    readonly retryAfterSeconds: number,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super('RATE_LIMITED', `${message} Try again in ${retryAfterSeconds} ${retryAfterSeconds === 1 ? 'second' : 'seconds'}.`, {
      retryable: true,
      retryAfter: retryAfterSeconds,
    });
    this.name = 'RateLimited';
  }
}

const OVER_IN_SECONDS = 1;

/** Not the client's fault: another gateway, or the same one soon, can do it. */
export class Overloaded extends RateLimited {
  override readonly status = 503;

  constructor(shortage: Shortage, message: string) {
    super(shortage, message, OVER_IN_SECONDS);
  }
}
