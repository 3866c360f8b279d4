import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { GraphQLError, print, type DocumentNode } from 'graphql';
import { packagePaths } from '../env';
import { PlanningRefused, type Plan } from './planner';

const PROGRAM = join(__dirname, 'planner-process.cjs');
/** Loading the planner and the supergraph, on a busy machine. */
const READY_WITHIN_MS = 30_000;
/** What one plan may take before its process ends for want of memory. */
const MAX_HEAP_MB = 512;
/** How V8 ends a process that has no memory left. */
const NO_MEMORY = { signal: 'SIGABRT', code: 134 };

type Reply = { ready: true } | { plan: Plan; ms: number } | { failure: Failure };

interface Failure {
  isRefusal: boolean;
  isTooLarge: boolean;
  message: string;
}

/** What a process was lost over. */
export interface Loss {
  readonly reason: 'too slow' | 'no memory' | 'ended' | 'not ready';
  readonly wasReady: boolean;
}

export interface PlannerProcessEvents {
  /** It has nothing to do, for the first time or again. */
  free(): void;
  /** It has ended, or was ended, by itself or over what it did. Never told after `end()`. */
  lost(loss: Loss): void;
}

/** Is told what became of an operation, unless the process is lost over it. */
export interface PlannerJob {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** Which labels of @override are on. */
  readonly overrides: ReadonlyMap<string, boolean>;
  planned(plan: Plan, ms: number): void;
  failed(error: Error): void;
}

/** A process that plans one operation at a time with Apollo's planner. It knows no secret of the gateway and ends with it. */
export class PlannerProcess {
  /** What it plans at this moment. */
  job: PlannerJob | null = null;
  private readonly child: ChildProcess;
  private isReady = false;
  private isOver = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    sdl: string,
    private readonly events: PlannerProcessEvents,
  ) {
    this.child = fork(PROGRAM, [], {
      execArgv: [`--max-old-space-size=${MAX_HEAP_MB}`],
      env: packagePaths(),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.child.unref();
    this.child.channel?.unref();
    this.child.on('message', (reply) => this.take(reply as Reply));
    this.child.on('error', () => this.lose('ended'));
    this.child.on('exit', (code, signal) => this.lose(signal === NO_MEMORY.signal || code === NO_MEMORY.code ? 'no memory' : 'ended'));
    this.after(READY_WITHIN_MS, () => this.lose('not ready'));
    this.send({ sdl });
  }

  get pid(): number {
    return this.child.pid!;
  }

  get isFree(): boolean {
    return this.isReady && !this.isOver && this.job === null;
  }

  plan(job: PlannerJob, withinMs: number): void {
    this.job = job;
    this.after(withinMs, () => this.lose('too slow'));
    this.send({ document: print(job.document), operationName: job.operationName, overrides: job.overrides });
  }

  /** Unless it has something to do again before. */
  endIn(ms: number, then: () => void): void {
    this.after(ms, () => {
      this.end();
      then();
    });
  }

  end(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    // It may be busy, and then hears of nothing else.
    this.child.kill('SIGKILL');
  }

  private send(message: object): void {
    // What cannot be sent is told by the end of the process.
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  private take(reply: Reply): void {
    if (this.isOver) return;
    clearTimeout(this.timer);
    const { job } = this;
    this.job = null;
    if ('ready' in reply) this.isReady = true;
    else if ('plan' in reply) job!.planned(reply.plan, reply.ms);
    else job!.failed(errorOf(reply.failure));
    this.events.free();
  }

  private lose(reason: Loss['reason']): void {
    if (this.isOver) return;
    this.end();
    this.events.lost({ reason, wasReady: this.isReady });
  }

  /** There is one timer, for one of the start, a plan, and the end of idleness. */
  private after(ms: number, act: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(act, ms);
    this.timer.unref();
  }
}

function errorOf({ isRefusal, isTooLarge, message }: Failure): Error {
  if (isTooLarge) return new PlanningRefused('too long');
  return isRefusal ? new GraphQLError(message) : new Error(message);
}
