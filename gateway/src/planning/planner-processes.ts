import type { Durations, Logger } from '@marquee/platform';
import type { DocumentNode } from 'graphql';
import { overridesAt } from '../supergraph/override-shares';
import { NO_LABELS, PlanningRefused, type Plan, type Planner, type PlanningSettings } from './planner';
import { PlannerProcess, type Loss, type PlannerJob } from './planner-process';

/** A plan that takes longer is slow: others do not wait for it. */
const SLOW_AFTER_MS = 250;
/** Processes in a row that were lost before they were ready: after so many, another one would be of no use. */
const MAX_FALSE_STARTS = 2;
/** Processes that an operation may cost: one may be lost by chance, two are the operation's doing. */
const MAX_LOST = 2;

export interface PlannerProcessesOptions extends Omit<PlanningSettings, 'where' | 'planner' | 'mainInstead'> {
  readonly sdl: string;
  /** Those of @override. */
  readonly labels?: readonly string[];
  /** Plans when no process can be started; without it, nothing is planned at that moment. */
  readonly instead: Planner | null;
  readonly durations: Durations;
  readonly logger: Logger;
}

interface Job extends PlannerJob {
  readonly resolve: (plan: Plan) => void;
  readonly since: number;
  readonly share: number;
  lost: number;
}

/**
 * Plans in processes of their own: a plan that is slow delays only those who wait for it, and one that takes all memory ends its process, not
 * the gateway. The first new operation starts a process, another one is started while operations wait for a slow plan, and each ends when
 * there was nothing to do for a while: until then, its memory is free.
 */
export class PlannerProcesses implements Planner {
  private readonly waiting: Job[] = [];
  private readonly processes = new Set<PlannerProcess>();
  private reinforcement: NodeJS.Timeout | undefined;
  private falseStarts = 0;
  private stopped = false;

  constructor(private readonly options: PlannerProcessesOptions) {}

  get running(): readonly Pick<PlannerProcess, 'pid' | 'job'>[] {
    return [...this.processes];
  }

  plan(document: DocumentNode, operationName: string | undefined, share = NO_LABELS): Promise<Plan> {
    const { instead, maxWaiting, durations } = this.options;
    if (instead && this.falseStarts >= MAX_FALSE_STARTS) return instead.plan(document, operationName, share);
    if (this.stopped || this.waiting.length >= maxWaiting) return Promise.reject(new PlanningRefused('too many'));
    return new Promise((resolve, reject) => {
      const planned = (plan: Plan, ms: number) => {
        durations.took(ms);
        resolve(plan);
      };
      const overrides = overridesAt(this.options.labels ?? [], share);
      this.waiting.push({ document, operationName, share, overrides, planned, resolve, failed: reject, since: performance.now(), lost: 0 });
      this.next();
    });
  }

  /** Operations that still wait get no plan. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.reinforcement);
    const left = [...[...this.processes].map(({ job }) => job), ...this.waiting.splice(0)];
    for (const one of this.processes) one.end();
    this.processes.clear();
    for (const job of left) job?.failed(new PlanningRefused('too many'));
    await this.options.instead?.stop();
  }

  private next(): void {
    if (this.stopped) return;
    for (const one of this.processes) {
      if (!one.isFree) continue;
      const job = this.waiting.shift();
      if (job) one.plan(job, this.options.timeoutMs);
      else one.endIn(this.options.idleMs, () => this.processes.delete(one));
    }
    this.reinforce();
  }

  /** Starts a process when there is none, and another one when the first in the queue has waited for long. */
  private reinforce(): void {
    clearTimeout(this.reinforcement);
    const [first] = this.waiting;
    if (!first || this.processes.size >= this.options.maxProcesses) return;
    const waitsFor = SLOW_AFTER_MS - (performance.now() - first.since);
    const isStarting = [...this.processes].some(({ isFree, job }) => !isFree && !job);
    if (this.processes.size > 0 && (waitsFor > 0 || isStarting)) {
      this.reinforcement = setTimeout(() => this.reinforce(), Math.max(waitsFor, SLOW_AFTER_MS));
      this.reinforcement.unref();
      return;
    }
    const one: PlannerProcess = new PlannerProcess(this.options.sdl, {
      free: () => {
        this.falseStarts = 0;
        this.next();
      },
      lost: (loss) => this.lost(one, loss),
    });
    this.processes.add(one);
  }

  private lost(one: PlannerProcess, { reason, wasReady }: Loss): void {
    const { logger } = this.options;
    this.processes.delete(one);
    const job = one.job as Job | null;
    if (reason !== 'too slow') logger.error({ reason, operationName: job?.operationName }, 'a planning process is lost');
    if (!wasReady) this.falseStarts++;
    const isOver = reason === 'too slow' || reason === 'no memory';
    if (job && (isOver || ++job.lost >= MAX_LOST)) job.failed(new PlanningRefused('too long'));
    else if (job) this.waiting.unshift(job);
    if (this.falseStarts < MAX_FALSE_STARTS) return this.next();
    this.doWithout();
  }

  private doWithout(): void {
    const { instead, logger } = this.options;
    const waiting = this.waiting.splice(0);
    if (instead) {
      logger.error('operations are planned in the process that serves from now on');
      for (const { document, operationName, share, resolve, failed } of waiting)
        instead.plan(document, operationName, share).then(resolve, failed);
      return;
    }
    // Whoever comes next tries it again.
    this.falseStarts = 0;
    for (const job of waiting) job.failed(new PlanningRefused('too many'));
  }
}
