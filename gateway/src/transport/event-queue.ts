/**
 * Events that are pushed at one end and iterated at the other. Holds at most `limit` events that have not been read; then it fails,
 * because dropping one silently would be worse.
 */
export class EventQueue<Event> implements AsyncIterableIterator<Event> {
  private readonly events: Event[] = [];
  private waiting: { resolve(step: IteratorResult<Event>): void; reject(error: unknown): void } | null = null;
  private end: { error?: unknown } | null = null;

  constructor(
    private readonly limit: number,
    /** Called once, when the reader stops or the queue fails. */
    private readonly onStop: () => void,
    private readonly overflow: () => unknown,
  ) {}

  push(event: Event): void {
    if (this.end) return;
    if (this.waiting) {
      this.waiting.resolve({ done: false, value: event });
      this.waiting = null;
    } else if (this.events.length < this.limit) {
      this.events.push(event);
    } else {
      this.events.length = 0;
      this.finish({ error: this.overflow() });
      this.onStop();
    }
  }

  complete(): void {
    this.finish({});
  }

  fail(error: unknown): void {
    this.finish({ error });
  }

  next(): Promise<IteratorResult<Event>> {
    if (this.events.length) return Promise.resolve({ done: false, value: this.events.shift()! });
    if (this.end) {
      const { end } = this;
      this.end = {};
      return 'error' in end ? Promise.reject(end.error) : Promise.resolve({ done: true, value: undefined });
    }
    return new Promise((resolve, reject) => (this.waiting = { resolve, reject }));
  }

  async return(): Promise<IteratorResult<Event>> {
    if (!this.end) {
      this.finish({});
      this.onStop();
    }
    this.events.length = 0;
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private finish(end: { error?: unknown }): void {
    if (this.end) return;
    this.end = end;
    const { waiting } = this;
    if (!waiting) return;
    this.waiting = null;
    this.end = {};
    if ('error' in end) waiting.reject(end.error);
    else waiting.resolve({ done: true, value: undefined });
  }
}
