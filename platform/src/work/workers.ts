import type { Bus, Stop } from '../bus';
import { waitBefore, type Backoff } from '../bus/backoff';
import type { Clock } from '../clock';
import { Refusal } from '../errors';
import type { Logger } from '../logger';
import { Alarm } from '../outbox/alarm';
import type { RawSql, TransactionalDatabase } from '../outbox';
import { untraced, type Tracer } from '../tracing';
import { WORK_WAITS, workChannel, type ChunkDone, type LongWork } from './long-work';
import { advanceWork, claimWork, leaveWork, othersWait, renewLease, type ClaimedWork, type Leaving } from './queue';

const LEASE_MS = 30_000;
/** Failures in a row after which work is given up. */
const MAX_TRIES = 5;
const BACKOFF: Backoff = { firstMs: 1_000, mostMs: 60_000 };

interface AnyStep {
  readonly tx: RawSql;
  push(channel: string, payload?: unknown): void;
}

export interface WorkersOptions<K> {
  kept: K & { readonly clock: Clock; readonly bus: Bus; readonly logger: Logger };
  db: TransactionalDatabase<RawSql>;
  kinds: readonly LongWork<K, never>[];
  /** Opens the transaction of a chunk. */
  change<T>(cause: string, work: (step: AnyStep) => Promise<T>): Promise<T>;
  /** Pieces of work that this process does at once. */
  atOnce?: number;
  /** How often to look without being told: for work that another process left behind, or whose time has come. */
  pollMs?: number | undefined;
  /** After so long a piece of work lets the others' pass. */
  turnMs?: number;
  /** Each turn is a span. */
  tracer?: Tracer | undefined;
}

/** The work is not this worker's any more: nothing is to be written. */
class WorkLost extends Error {
  override name = 'WorkLost';
}

/** The turn is over before the work is: it goes back into the queue. */
class TurnOver extends Error {
  override name = 'TurnOver';
}

/** Does long work, some pieces at once in each process. */
export class Workers<K> {
  private readonly alarm = new Alarm();
  private readonly turns = new Map<AbortController, Promise<void>>();
  private readonly leases: Readonly<Record<string, number>>;
  private stopping = false;
  private running: Promise<void> = Promise.resolve();
  private stopListening: Stop | undefined;

  constructor(private readonly options: WorkersOptions<K>) {
    this.leases = Object.fromEntries(options.kinds.map(({ name, leaseMs }) => [name, leaseMs ?? LEASE_MS]));
  }

  async start(): Promise<void> {
    if (this.options.kinds.length === 0) return;
    const wake = () => this.alarm.ring();
    this.stopListening = await this.options.kept.bus.listen(WORK_WAITS, wake, { onGap: wake });
    this.running = this.loop();
  }

  /** Lets the chunks under way end, and gives back what is not done. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.alarm.ring();
    for (const turn of this.turns.keys()) turn.abort(new TurnOver());
    await this.running;
    await Promise.all(this.turns.values());
    await this.stopListening?.();
  }

  private async loop(): Promise<void> {
    const { atOnce = 2, pollMs = 5_000 } = this.options;
    while (!this.stopping) {
      try {
        while (this.turns.size < atOnce && !this.stopping && (await this.beginNext()));
      } catch (error) {
        this.options.kept.logger.warn({ err: error }, 'long work could not be looked for');
      }
      if (!this.stopping) await this.alarm.sleep(pollMs);
    }
  }

  private async beginNext(): Promise<boolean> {
    const { db, kept } = this.options;
    const work = await db.transaction((tx) => claimWork(tx, this.leases, kept.clock.now()));
    if (!work) return false;
    void kept.bus.push(workChannel(work.id), { version: work.version });
    const controller = new AbortController();
    const { tracer = untraced } = this.options;
    const turn = tracer
      .run({ name: causeOf(work), kind: 'internal', attributes: { 'work.id': work.id } }, () => this.turn(work, controller))
      .catch((error: unknown) => kept.logger.error({ err: error, work: work.id }, 'long work could not be left; its lease will lapse'))
      .finally(() => {
        this.turns.delete(controller);
        this.alarm.ring();
      });
    this.turns.set(controller, turn);
    if (this.stopping) controller.abort(new TurnOver());
    return true;
  }

  private async turn(work: ClaimedWork, controller: AbortController): Promise<void> {
    const { kept, db } = this.options;
    if (work.tries >= MAX_TRIES) return this.leave(work, this.givenUp());
    const leaseMs = this.leases[work.kind]!;
    const lifeSigns = setInterval(() => {
      db.transaction((tx) => renewLease(tx, work, leaseMs)).then(
        (isOurs) => isOurs || controller.abort(new WorkLost()),
        (error: unknown) => kept.logger.warn({ err: error, work: work.id }, 'a lease could not be renewed'),
      );
    }, leaseMs / 3).unref();
    const { signal } = controller;
    const { id, owner, input, checkpoint } = work;
    const begun = performance.now();
    let chunks = 0;
    try {
      const chunk = async (effects: (step: never) => Promise<ChunkDone<unknown>>) => {
        signal.throwIfAborted();
        // Each turn brings the work on, however short it is.
        if (chunks++ > 0 && (await this.letsPass(work, begun))) throw new TurnOver();
        return this.chunk(work, effects);
      };
      const result = await this.kindOf(work).run({ kept, id, owner, input, checkpoint, signal, chunk });
      await this.leave(work, { state: 'SUCCEEDED', result, now: kept.clock.now() });
    } catch (error) {
      const leaving = this.leavingAfter(work, signal.aborted ? signal.reason : error);
      if (leaving) await this.leave(work, leaving);
    } finally {
      clearInterval(lifeSigns);
    }
  }

  /** Has it had a long turn, while others' work waits? */
  private async letsPass({ owner }: ClaimedWork, begun: number): Promise<boolean> {
    const { db, kept, turnMs = 30_000 } = this.options;
    if (performance.now() - begun < turnMs) return false;
    return db.transaction((tx) => othersWait(tx, owner, Object.keys(this.leases), kept.clock.now()));
  }

  private async chunk(work: ClaimedWork, effects: (step: never) => Promise<ChunkDone<unknown>>): Promise<unknown> {
    const checkpoint = await this.options.change(causeOf(work), async (step) => {
      const done = await effects(step as never);
      const version = await advanceWork(step.tx, work, done, this.leases[work.kind]!);
      if (version === null) throw new WorkLost();
      step.push(workChannel(work.id), { version });
      return done.checkpoint;
    });
    // From here on it is another place: failures before it do not count.
    work.tries = 0;
    return checkpoint;
  }

  /** What is to become of work whose turn ended with an error; null when it is not this worker's any more. */
  private leavingAfter(work: ClaimedWork, error: unknown): Leaving | null {
    const { kept } = this.options;
    if (error instanceof WorkLost) return null;
    if (error instanceof TurnOver) return { state: 'QUEUED', tries: work.tries, runAt: null };
    const now = kept.clock.now();
    if (error instanceof Refusal) {
      const { retryAt } = error.facts;
      if (retryAt instanceof Date) return { state: 'QUEUED', tries: work.tries, runAt: retryAt };
      if (!error.retryable) return { state: 'FAILED', failure: error.message, now };
      // A lock that was not free, for example. That others were faster is no failure, however often.
      return { state: 'QUEUED', tries: work.tries, runAt: new Date(now.getTime() + waitBefore(1, BACKOFF)) };
    }
    const tries = work.tries + 1;
    const isOver = tries >= MAX_TRIES;
    kept.logger[isOver ? 'error' : 'warn']({ err: error, work: work.id, kind: work.kind, tries }, 'long work failed');
    return isOver ? this.givenUp() : { state: 'QUEUED', tries, runAt: new Date(now.getTime() + waitBefore(tries, BACKOFF)) };
  }

  private givenUp(): Leaving {
    const failure = `It failed ${MAX_TRIES} times in a row at the same place and was given up. What was done before stays.`;
    return { state: 'FAILED', failure, now: this.options.kept.clock.now() };
  }

  private async leave(work: ClaimedWork, leaving: Leaving): Promise<void> {
    const { id, owner } = work;
    const { state } = leaving;
    await this.options.change(causeOf(work), async (step) => {
      const version = await leaveWork(step.tx, work, leaving);
      if (version === null) return;
      const failure = leaving.state === 'FAILED' ? leaving.failure : null;
      if (state !== 'QUEUED') await this.kindOf(work).ended?.({ id, owner, state, failure }, step as never);
      step.push(workChannel(id), { version });
      if (state === 'QUEUED' && leaving.runAt === null) step.push(WORK_WAITS);
    });
  }

  private kindOf({ kind }: ClaimedWork): LongWork<K, never> {
    return this.options.kinds.find(({ name }) => name === kind)!;
  }
}

const causeOf = ({ kind }: ClaimedWork): string => `work:${kind}`;
