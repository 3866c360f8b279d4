export interface Followers<T> {
  /** Once, however the stream ends: by itself, by its reader or by an error. */
  ended(): void;
  event?(value: T): void;
}

/** The same stream, of whose events and end somebody else is told. */
export function followed<T>(stream: AsyncIterableIterator<T>, { ended, event }: Followers<T>): AsyncIterableIterator<T> {
  let isOpen = true;
  const end = () => {
    if (isOpen) ended();
    isOpen = false;
  };
  const same: AsyncIterableIterator<T> = {
    async next() {
      try {
        const step = await stream.next();
        if (step.done) end();
        else event?.(step.value);
        return step;
      } catch (error) {
        end();
        throw error;
      }
    },
    async return() {
      end();
      return (await stream.return?.()) ?? { done: true, value: undefined };
    },
    async throw(error) {
      end();
      return (await stream.throw?.(error)) ?? { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => same,
  };
  return same;
}
