import type { Message } from '../message';

/** Messages to many listeners, each with a stream of its own that loses nothing. As light as such a thing can be. */
export class Channel {
  private readonly listeners = new Set<(message: Message) => void>();

  publish(message: Message): void {
    for (const hear of this.listeners) hear(message);
  }

  listen<T>(shape: (message: Message) => T): AsyncIterableIterator<T> {
    const waiting: Message[] = [];
    let deliver: ((result: IteratorResult<T>) => void) | undefined;
    const hear = (message: Message) => {
      if (!deliver) return void waiting.push(message);
      const give = deliver;
      deliver = undefined;
      give({ value: shape(message), done: false });
    };
    this.listeners.add(hear);
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: () => {
        const message = waiting.shift();
        return message ? Promise.resolve({ value: shape(message), done: false }) : new Promise((resolve) => (deliver = resolve));
      },
      return: () => {
        this.listeners.delete(hear);
        deliver?.({ value: undefined, done: true });
        return Promise.resolve({ value: undefined, done: true });
      },
    };
  }
}
