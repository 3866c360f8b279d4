import type { Dispatcher } from 'undici';

export interface Received {
  readonly status: number;
  readonly text: string;
}

/** No whole answer within the time. */
export class TimeIsUp extends Error {
  override name = 'TimeIsUp';
}

/** Collects one answer from undici, without the streams that `request` makes for bodies: they cost more than the body. */
export class Reception implements Dispatcher.DispatchHandler {
  private status = 0;
  private readonly chunks: Buffer[] = [];
  private readonly timer: NodeJS.Timeout;
  private controller: Dispatcher.DispatchController | undefined;
  private ended = false;

  constructor(
    private readonly signal: AbortSignal,
    timeoutMs: number,
    private readonly resolve: (received: Received) => void,
    private readonly reject: (error: unknown) => void,
  ) {
    signal.addEventListener('abort', this);
    this.timer = setTimeout(onTimeUp, Math.max(1, timeoutMs), this);
    if (signal.aborted) this.handleEvent();
  }

  /** The signal has aborted: nobody waits for the answer. */
  handleEvent(): void {
    this.giveUp(this.signal.reason ?? new Error('The request was given up.'));
  }

  /** Rejects at once; a request that still waits for a connection is dropped when its turn comes. */
  giveUp(reason: unknown): void {
    if (this.ended) return;
    this.end();
    this.reject(reason);
    this.controller?.abort(reason as Error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.ended) controller.abort(new Error('The request was given up.'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.end();
    const { chunks } = this;
    const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    this.resolve({ status: this.status, text: bytes.toString('utf8') });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: unknown): void {
    this.end();
    this.reject(error);
  }

  private end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.signal.removeEventListener('abort', this);
  }
}

function onTimeUp(reception: Reception): void {
  reception.giveUp(new TimeIsUp('The time is up.'));
}
