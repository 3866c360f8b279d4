import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Durations, Logger } from '@marquee/platform';
import { GraphQLError, print, type DocumentNode } from 'graphql';
import { PlanningRefused, type Plan, type Planner, type PlanningSettings } from './planner';

const WORKER = join(__dirname, 'planner-thread.worker.cjs');
/** Loading the planner and the supergraph, on a busy machine. */
const READY_WITHIN_MS = 30_000;
/** What one plan may take before the thread, not the process, ends for want of memory. */
const MAX_HEAP_MB = 512;
/** Threads in a row that ended before they had made a plan: after so many, another one would be of no use. */
const MAX_FALSE_STARTS = 2;

export interface PlannerThreadOptions extends Omit<PlanningSettings, 'where' | 'planner'> {
  readonly sdl: string;
  /** Plans when there is no thread. */
  readonly instead: Planner;
  readonly durations: Durations;
  readonly logger: Logger;
}

interface Job {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  resolve(plan: Plan): void;
  reject(error: unknown): void;
}

type Reply = { ready: true } | { plan: Plan; ms: number } | { failure: { isRefusal: boolean; message: string } };

/**
 * Plans in a thread of its own, so that a slow plan delays only the requests that wait for it. The first new operation starts the thread,
 * and it ends when there was none for a while: until the next one, its memory is free.
 */
export class PlannerThread implements Planner {
  private readonly waiting: Job[] = [];
  private worker: Worker | null = null;
  private isReady = false;
  private current: Job | null = null;
  private timer: NodeJS.Timeout | undefined;
  private falseStarts = 0;
  private stopped = false;

  constructor(private readonly options: PlannerThreadOptions) {}

  get isRunning(): boolean {
    return this.worker !== null;
  }

  plan(document: DocumentNode, operationName: string | undefined): Promise<Plan> {
    if (this.falseStarts >= MAX_FALSE_STARTS) return this.options.instead.plan(document, operationName);
    if (this.waiting.length >= this.options.maxWaiting) return Promise.reject(new PlanningRefused('too many'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ document, operationName, resolve, reject });
      this.next();
    });
  }

  /** Operations that still wait get no plan. */
  async stop(): Promise<void> {
    this.stopped = true;
    const { current } = this;
    const left = [...(current ? [current] : []), ...this.waiting.splice(0)];
    const ended = this.end();
    for (const job of left) job.reject(new PlanningRefused('too many'));
    await ended;
    await this.options.instead.stop();
  }

  private next(): void {
    if (this.current || this.stopped) return;
    if (!this.waiting.length) return this.endWhenIdle();
    if (!this.worker) return this.start();
    if (!this.isReady) return;
    const job = this.waiting.shift()!;
    this.current = job;
    this.after(this.options.timeoutMs, () => {
      void this.end();
      job.reject(new PlanningRefused('too long'));
      this.next();
    });
    this.worker.postMessage({ document: print(job.document), operationName: job.operationName });
  }

  private start(): void {
    // No loaders in the thread: its file needs none, and they would cost more than the planner.
    const worker = new Worker(WORKER, {
      workerData: { sdl: this.options.sdl },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    this.worker = worker;
    worker.unref();
    worker.on('message', (reply: Reply) => {
      if (worker === this.worker) this.take(reply);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (worker === this.worker) this.lost(error);
    });
    worker.on('exit', () => {
      if (worker === this.worker) this.lost(new Error('The planning thread ended by itself.'));
    });
    this.after(READY_WITHIN_MS, () => {
      void worker.terminate();
      this.lost(new Error('The planning thread did not get ready.'));
    });
  }

  private take(reply: Reply): void {
    clearTimeout(this.timer);
    if ('ready' in reply) this.isReady = true;
    else {
      const job = this.current!;
      this.current = null;
      this.falseStarts = 0;
      if ('plan' in reply) {
        this.options.durations.took(reply.ms);
        job.resolve(reply.plan);
      } else job.reject(reply.failure.isRefusal ? new GraphQLError(reply.failure.message) : new Error(reply.failure.message));
    }
    this.next();
  }

  /** The thread has ended. Another one plans its operation, unless that was what took all the memory. */
  private lost(error: NodeJS.ErrnoException): void {
    const job = this.current;
    this.forget();
    this.options.logger.error({ err: error }, 'the planning thread is lost');
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY' && job) job.reject(new PlanningRefused('too long'));
    else {
      this.falseStarts++;
      if (job) this.waiting.unshift(job);
    }
    if (this.falseStarts < MAX_FALSE_STARTS) return this.next();
    this.options.logger.error('operations are planned on the main thread from now on');
    for (const { document, operationName, resolve, reject } of this.waiting.splice(0))
      this.options.instead.plan(document, operationName).then(resolve, reject);
  }

  private endWhenIdle(): void {
    if (this.worker && this.isReady) this.after(this.options.idleMs, () => void this.end());
  }

  private async end(): Promise<void> {
    const { worker } = this;
    this.forget();
    await worker?.terminate();
  }

  private forget(): void {
    clearTimeout(this.timer);
    this.worker = null;
    this.isReady = false;
    this.current = null;
  }

  /** There is one timer, for one of the thread's start, a plan, and the end of idleness. */
  private after(ms: number, act: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(act, ms);
    this.timer.unref();
  }
}
