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
  /** Whose it is: who has many pieces waits behind those who have one. Left out: the work's own kind. */
  of?: string;
  /** How long it may take once it has begun, however long it waited; then it ends, and the promise rejects with HeavyTimeout. */
  longestMs?: number;
}

/** A piece of work took longer than it may. */
export class HeavyTimeout extends Error {
  override name = 'HeavyTimeout';
}

interface Piece {
  file: string;
  input: unknown;
  of: string;
  longestMs: number | undefined;
  signal: AbortSignal | undefined;
  progress(progress: unknown): void;
  resolve(output: unknown): void;
  reject(error: unknown): void;
}

type Reply = { output: unknown } | { progress: unknown } | { failure: string };

/**
 * Runs what would hold up everybody else, for example training or the reading of large documents, in a thread beside the loop that serves:
 * one piece after the other. Those whose it is take turns: whoever was served longest ago is next, each one's own in the order asked. The thread starts with the first piece and ends when there is none for a while.
 */
export class HeavyThread {
  private readonly waiting: Piece[] = [];
  /** In the order in which they were served last; forgotten when nobody waits. */
  private readonly served = new Set<string>();
  private limit: NodeJS.Timeout | undefined;
  private worker: Worker | null = null;
  private current: Piece | null = null;
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly idleMs = 10_000) {}

  /** `file`: the absolute path of the `.heavy.ts` file, whose default export is the work. */
  run<Input, Output, Progress>(file: string, input: Input, options: HeavyOptions<Progress> = {}): Promise<Awaited<Output>> {
    const { onProgress, signal, of = file, longestMs } = options;
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
      const piece: Piece = { file, input, of, longestMs, signal, progress, resolve: settled(resolve), reject: settled(reject) };
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
    const piece = this.takeNext();
    clearTimeout(this.idle);
    if (!piece) {
      this.idle = setTimeout(() => void this.end(), this.idleMs).unref();
      return;
    }
    this.current = piece;
    this.worker ??= this.start();
    if (piece.longestMs !== undefined) this.limit = setTimeout(() => this.stopLate(piece), piece.longestMs);
    try {
      this.worker.postMessage({ file: piece.file, input: piece.input });
    } catch (error) {
      // An input that cannot be copied: the thread never heard of it.
      clearTimeout(this.limit);
      this.current = null;
      piece.reject(error);
      this.next();
    }
  }

  /** The first of those of whoever was served longest ago, or never. */
  private takeNext(): Piece | undefined {
    const owners = new Set(this.waiting.map(({ of }) => of));
    const next = [...owners].find((of) => !this.served.has(of)) ?? [...this.served].find((of) => owners.has(of));
    const [piece] =
      next === undefined
        ? []
        : this.waiting.splice(
            this.waiting.findIndex(({ of }) => of === next),
            1,
          );
    if (!piece) this.served.clear();
    else {
      this.served.delete(piece.of);
      this.served.add(piece.of);
    }
    return piece;
  }

  private stopLate(piece: Piece): void {
    if (piece !== this.current) return;
    void this.end();
    piece.reject(new HeavyTimeout(`The work took longer than ${piece.longestMs} ms.`));
    this.next();
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
    clearTimeout(this.limit);
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
    clearTimeout(this.limit);
    this.worker = null;
    this.current = null;
  }
}
