import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const WORKER = join(__dirname, 'heavy.worker.cjs');
/** What one piece of work may take before the thread, not the process, ends for want of memory. */
const MAX_HEAP_MB = 512;

/**
 * Heavy work: the default export of a file `<noun>.heavy.ts` that needs nothing of the process it is asked in. What it takes, returns and
 * reports can be copied between threads (structured clone).
 */
export type HeavyWork<Input, Output, Progress = never> = (input: Input, report: (progress: Progress) => void) => Output | Promise<Output>;

export interface HeavyOptions<Progress> {
  onProgress?: (progress: Progress) => void;
  /** Ends the work where it stands; the promise rejects with the signal's reason. */
  signal?: AbortSignal;
}

interface Piece {
  file: string;
  input: unknown;
  signal: AbortSignal | undefined;
  progress(progress: unknown): void;
  resolve(output: unknown): void;
  reject(error: unknown): void;
}

type Reply = { output: unknown } | { progress: unknown } | { failure: string };

/**
 * Runs what would hold up everybody else, for example training or the reading of large documents, in a thread beside the loop that serves:
 * one piece after the other, in the order asked. The thread starts with the first piece and ends when there is none for a while.
 */
export class HeavyThread {
  private readonly waiting: Piece[] = [];
  private worker: Worker | null = null;
  private current: Piece | null = null;
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly idleMs = 10_000) {}

  /** `file`: the absolute path of the `.heavy.ts` file, whose default export is the work. */
  run<Input, Output, Progress>(file: string, input: Input, { onProgress, signal }: HeavyOptions<Progress> = {}): Promise<Awaited<Output>> {
    return new Promise<unknown>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const abandon = () => this.abandon(piece);
      // One signal may be the signal of many pieces, one after the other.
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          signal?.removeEventListener('abort', abandon);
          settle(value);
        };
      const progress = (part: unknown) => onProgress?.(part as Progress);
      const piece: Piece = { file, input, signal, progress, resolve: settled(resolve), reject: settled(reject) };
      this.waiting.push(piece);
      signal?.addEventListener('abort', abandon, { once: true });
      this.next();
    }) as Promise<Awaited<Output>>;
  }

  /** Ends the thread; what is not done rejects. */
  async stop(): Promise<void> {
    const left = [...(this.current ? [this.current] : []), ...this.waiting.splice(0)];
    const ended = this.end();
    for (const piece of left) piece.reject(new Error('The process stops.'));
    await ended;
  }

  private next(): void {
    if (this.current) return;
    const piece = this.waiting.shift();
    clearTimeout(this.idle);
    if (!piece) {
      this.idle = setTimeout(() => void this.end(), this.idleMs).unref();
      return;
    }
    this.current = piece;
    this.worker ??= this.start();
    try {
      this.worker.postMessage({ file: piece.file, input: piece.input });
    } catch (error) {
      // An input that cannot be copied: the thread never heard of it.
      this.current = null;
      piece.reject(error);
      this.next();
    }
  }

  private start(): Worker {
    const worker = new Worker(WORKER, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB } });
    worker.unref();
    worker.on('message', (reply: Reply) => this.take(worker, reply));
    worker.on('error', (error) => this.lost(worker, error));
    worker.on('exit', () => this.lost(worker, new Error('The thread for heavy work ended by itself.')));
    return worker;
  }

  private take(worker: Worker, reply: Reply): void {
    const piece = this.current;
    if (worker !== this.worker || !piece) return;
    if ('progress' in reply) return piece.progress(reply.progress);
    this.current = null;
    if ('output' in reply) piece.resolve(reply.output);
    else piece.reject(new Error(reply.failure));
    this.next();
  }

  /** The thread took only the piece with it that it worked on: the next one has a new thread. */
  private lost(worker: Worker, error: Error): void {
    if (worker !== this.worker) return;
    const piece = this.current;
    this.forget();
    piece?.reject(error);
    this.next();
  }

  private abandon(piece: Piece): void {
    const at = this.waiting.indexOf(piece);
    if (at >= 0) this.waiting.splice(at, 1);
    else if (piece !== this.current) return;
    else void this.end();
    piece.reject(piece.signal!.reason);
    this.next();
  }

  private async end(): Promise<void> {
    const { worker } = this;
    this.forget();
    await worker?.terminate();
  }

  private forget(): void {
    clearTimeout(this.idle);
    this.worker = null;
    this.current = null;
  }
}
