import { randomUUID } from 'node:crypto';
import type { Bus } from '../bus';
import type { Viewer } from '../viewer';
import { followed } from './followed';

/** Where every subgraph tells of the live streams that people have open with it: while one is open, its reader is there. */
export const OPEN_STREAMS = 'live.streams';

/** How often an open stream is told of again. One that is not told of for longer than that has ended with its process. */
export const TOLD_EVERY_MS = 30_000;

export interface OpenStream {
  userId: string;
  sessionId: string;
  streamId: string;
}

/** What is pushed on `OPEN_STREAMS`: these streams are open, or have ended just now. */
export interface StreamsPush {
  streams: OpenStream[];
  open: boolean;
}

const AT_ONCE = 500;

/** The streams that people have open with one subgraph. Whoever keeps who is present listens; the words may be lost, and are repeated. */
export class OpenStreams {
  private readonly open = new Map<string, OpenStream>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly bus: Pick<Bus, 'push'>) {}

  /** The same stream, told of for as long as it is open. */
  follow<T>({ id: userId, sessionId }: Pick<Viewer, 'id' | 'sessionId'>, stream: AsyncIterableIterator<T>): AsyncIterableIterator<T> {
    const opened: OpenStream = { userId, sessionId, streamId: randomUUID() };
    this.open.set(opened.streamId, opened);
    this.timer ??= setInterval(() => this.tellAll(), TOLD_EVERY_MS).unref();
    this.tell([opened], true);
    const ended = () => {
      this.open.delete(opened.streamId);
      this.tell([opened], false);
      if (this.open.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
    return followed(stream, { ended });
  }

  private tellAll(): void {
    const streams = [...this.open.values()];
    for (let from = 0; from < streams.length; from += AT_ONCE) this.tell(streams.slice(from, from + AT_ONCE), true);
  }

  private tell(streams: OpenStream[], open: boolean): void {
    void this.bus.push(OPEN_STREAMS, { streams, open } satisfies StreamsPush);
  }
}
