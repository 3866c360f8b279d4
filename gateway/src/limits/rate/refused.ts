import { GraphError } from '@marquee/platform';

/** Too much was asked for in too short a time; the same request may be sent again after `retryAfterSeconds`. */
export class RateLimited extends GraphError {
  readonly status: 429 | 503 = 429;

  constructor(
    /** For metrics. */
    readonly limit: 'operations' | 'at once' | 'cost' | 'load',
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
