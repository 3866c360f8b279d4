import type { Caller, LiveStart } from '@marquee/platform';
import type { SubgraphAnswer } from '../transport/transport';
import type { Answer } from './answer';
import type { BoundOperation, StreamRequest } from './bound-operation';

/** A subscription and in whose name it runs. Another operation may take the place of its own while the stream is open. */
export interface Streamed {
  readonly bound: BoundOperation;
  readonly caller: Caller;
}

export interface StreamOptions {
  /** Aborts when nobody needs the stream any more. */
  readonly left: AbortSignal;
  /** How the owner is asked for the stream; only where `Operation.live` says that it understands. */
  readonly live?: LiveStart;
}

/** Returns a stream of events, or the refusal. A stream that the owner refuses is one answer without data. */
export async function openStream(streamed: Streamed, { left, live }: StreamOptions): Promise<Answer | EventStream> {
  const request = { caller: streamed.caller, left, live };
  const opened = await streamed.bound.open(request);
  return Symbol.asyncIterator in opened ? new EventStream(opened, streamed, request) : opened;
}

/**
 * The events of one subscription as the client gets them, one at a time and in order. Written out instead of an async generator, whose
 * `return` would wait for the next event before it lets go of the source.
 */
export class EventStream implements AsyncIterableIterator<Answer> {
  private readonly source: AsyncIterator<SubgraphAnswer>;
  private ended = false;

  constructor(
    events: AsyncIterable<SubgraphAnswer>,
    /** Each event is answered by the operation of that moment. */
    private readonly streamed: Streamed,
    private readonly request: StreamRequest,
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
      return { done: false, value: this.streamed.bound.lost(error, this.request) };
    }
    if (step.done || this.ended) {
      this.ended = true;
      return { done: true, value: undefined };
    }
    return { done: false, value: await this.streamed.bound.answerTo(step.value, this.request) };
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
