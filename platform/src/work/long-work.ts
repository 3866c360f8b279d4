/** Where a piece of long work is. COLLECTING: its input comes in parts, and is not complete. */
export type WorkState = 'COLLECTING' | 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/**
 * A kind of long work: what somebody asks for and what takes longer than a request. It is done chunk by chunk, each in a transaction that
 * writes, with the chunk's effects, where the next one goes on: a crash neither loses a chunk nor does one twice.
 */
export interface LongWork<K, S, Input = unknown, Checkpoint = unknown> {
  readonly name: string;
  /** How long after its last sign of life a process counts as dead, and another one goes on. Default 30 s. */
  readonly leaseMs?: number;
  /**
   * Does what the checkpoint says is left, and returns the result, a JSON value. What it throws decides what becomes of the work: a refusal
   * that says when to try again (`retryAt`) lets it wait until then, another one that is retryable for a moment, any other refusal ends it
   * with its words, and what is no refusal is tried again some times.
   */
  run(turn: WorkTurn<K, S, Input, Checkpoint>): Promise<unknown>;
  /** In the transaction in which it succeeds or fails: tidies up, and tells who waits. Who cancels does this themselves. */
  ended?(end: WorkEnd, step: S): Promise<void>;
}

/** How a piece of work ended. */
export interface WorkEnd {
  readonly id: string;
  readonly owner: string;
  readonly state: 'SUCCEEDED' | 'FAILED';
  /** Why it failed, in words for its owner; null when it succeeded. */
  readonly failure: string | null;
}

/** One turn of a worker at a piece of work: from its beginning, or from where an earlier turn left it. */
export interface WorkTurn<K, S, Input, Checkpoint> {
  readonly kept: K;
  readonly id: string;
  readonly owner: string;
  readonly input: Input;
  /** What the last chunk returned; null before the first. */
  readonly checkpoint: Checkpoint | null;
  /** Aborts when the turn is over before the work is: it was cancelled, another process has it, or this one stops. Heavy work takes it. */
  readonly signal: AbortSignal;
  /**
   * Does one chunk in a transaction of its own, which commits only while this worker has the work: throws when it is cancelled or
   * somebody else's. Its cause is `work:<name>`. Chunks are short: other people's requests wait for their locks.
   */
  chunk(effects: (step: S) => Promise<ChunkDone<Checkpoint>>): Promise<Checkpoint>;
}

/** What a chunk leaves behind. */
export interface ChunkDone<Checkpoint> {
  /** A JSON value: all that the next chunk needs to know. */
  checkpoint: Checkpoint;
  /** How much of `total` is done now. */
  done: number;
  /** Where it is known only now, or has changed. */
  total?: number;
}

/** The live channel of a piece of work: `{ version }` after each change of it. */
export const workChannel = (id: string): string => `work:${id}`;

/** Where it is told that there is work to do. */
export const WORK_WAITS = 'work:waits';
