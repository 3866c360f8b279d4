import type { SubgraphAnswer } from '../transport/transport';
import type { Answer } from './answer';

/**
 * The events of one subscription as the client gets them, one at a time and in order. Written out instead of an async generator, whose
 * `return` would wait for the next event before it lets go of the source.
 */
export class EventStream implements AsyncIterableIterator<Answer> {
  private readonly source: AsyncIterator<SubgraphAnswer>;
  private ended = false;

  constructor(
    events: AsyncIterable<SubgraphAnswer>,
    private readonly answerTo: (event: SubgraphAnswer) => Promise<Answer>,
    /** The last answer of a stream whose source failed. */
    private readonly lastAnswer: (error: unknown) => Answer,
  ) {
    this.source = events[Symbol.asyncIterator]();
  }

  async next(): Promise<IteratorResult<Answer>> {
    if (this.ended) return { done: true, value: undefined };
    let step: IteratorResult<SubgraphAnswer>;
    try {
      step = await this.source.next();
    } catch (error) {
      if (this.ended) return { done: true, value: undefined };
      this.ended = true;
      return { done: false, value: this.lastAnswer(error) };
    }
    if (step.done || this.ended) {
      this.ended = true;
      return { done: true, value: undefined };
    }
    return { done: false, value: await this.answerTo(step.value) };
  }

  async return(): Promise<IteratorResult<Answer>> {
    this.ended = true;
    await this.source.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
