/** A source of events that a test drives: what is published reaches everybody who listens at that moment. */
export class Topic<T> {
  private readonly listeners = new Set<Feed<T>>();

  get listenerCount(): number {
    return this.listeners.size;
  }

  publish(event: T): void {
    for (const feed of this.listeners) feed.push(event);
  }

  /** Ends every stream; with an error, by failing. */
  end(error?: Error): void {
    for (const feed of [...this.listeners]) feed.finish(error);
  }

  subscribe(first: readonly T[] = []): AsyncIterableIterator<T> {
    const feed = new Feed<T>(() => this.listeners.delete(feed));
    this.listeners.add(feed);
    for (const event of first) feed.push(event);
    return feed;
  }
}

class Feed<T> implements AsyncIterableIterator<T> {
  private readonly events: T[] = [];
  private waiting: { resolve(step: IteratorResult<T>): void; reject(error: Error): void } | null = null;
  private end: { error?: Error } | null = null;

  constructor(private readonly onEnd: () => void) {}

  push(event: T): void {
    if (this.waiting) {
      const { resolve } = this.waiting;
      this.waiting = null;
      resolve({ done: false, value: event });
    } else this.events.push(event);
  }

  finish(error?: Error): void {
    if (this.end) return;
    this.end = { error };
    this.onEnd();
    const { waiting } = this;
    this.waiting = null;
    if (waiting && error) waiting.reject(error);
    else waiting?.resolve({ done: true, value: undefined });
  }

  async next(): Promise<IteratorResult<T>> {
    if (this.events.length) return { done: false, value: this.events.shift()! };
    if (this.end) {
      if (this.end.error) throw this.end.error;
      return { done: true, value: undefined };
    }
    return new Promise((resolve, reject) => (this.waiting = { resolve, reject }));
  }

  async return(): Promise<IteratorResult<T>> {
    this.finish();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
