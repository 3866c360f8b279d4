/**
 * An async iterator over `source` whose return() takes effect at once, also while next() waits: a plain async generator would only
 * be told after its next value. `close` runs exactly once, however the stream ends; it must make a waiting source finish.
 */
export function closable<T>(source: AsyncGenerator<T, void, undefined>, close: () => void): AsyncIterableIterator<T> {
  let closed = false;
  const end = () => {
    if (closed) return;
    closed = true;
    close();
  };
  const done = { done: true, value: undefined } as const;
  return {
    async next() {
      if (closed) return done;
      try {
        const step = await source.next();
        if (!step.done && !closed) return { done: false, value: step.value };
      } catch (error) {
        end();
        throw error;
      }
      end();
      return done;
    },
    async return() {
      end();
      return done;
    },
    async throw(error) {
      end();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
