import { GraphError, type Caller } from '@marquee/platform';
import { Slots } from '../../slots';
import { payerOf, slowDown, type Payer, type RateSettings } from './allowance';
import { RateLimited } from './refused';
import type { SessionPurpose } from './session-documents';
import { bucketOf, rateHeaders, secondsUntil, type RateState } from './state';
import type { RateStore } from './store';

/** A payer's operation that was counted and is under way. */
export class CountedOperation {
  private points = 0;
  private current: RateState;

  constructor(
    private readonly payer: Payer,
    state: RateState,
    private readonly store: RateStore,
    private readonly release: () => void,
  ) {
    this.current = state;
  }

  /** True when points were taken: only then is there anything to measure. */
  get isCharged(): boolean {
    return this.points > 0;
  }

  get state(): RateState {
    return this.current;
  }

  /** Takes what the operation may cost from the payer's budget. Rejects with RateLimited when the budget has less. */
  async reserve(points: number): Promise<void> {
    const { allowance } = this.current;
    // A payer with a full budget can run any operation that is allowed at all.
    const asked = Math.min(points, allowance.cost);
    const { granted, left } = await this.store.budgets.draw(this.payer.key, bucketOf(allowance), asked);
    this.current = { ...this.current, pointsLeft: left };
    if (granted) {
      this.points = asked;
      return;
    }
    throw new RateLimited(
      'cost',
      `The operation may cost ${points}, and ${Math.floor(left)} of ${allowance.cost} points are left.`,
      secondsUntil(asked, left, allowance),
      rateHeaders(this.current),
    );
  }

  /** The operation is over. The part of its reservation that it did not use is given back; without a measure, none is. */
  leave(actual?: number): void {
    this.release();
    if (actual === undefined || actual >= this.points) return;
    const back = this.points - actual;
    this.points = actual;
    const { allowance, pointsLeft } = this.current;
    this.current = { ...this.current, pointsLeft: Math.min((pointsLeft ?? 0) + back, allowance.cost) };
    // Not awaited: in a store that is away the points come back with time.
    void this.store.budgets.draw(this.payer.key, bucketOf(allowance), -back).catch(() => undefined);
  }
}

/** Limits how much each payer may do in a time, on all ways in together. */
export class RateLimiter {
  private readonly underWay: Readonly<Record<Payer['kind'], Slots>>;

  constructor(
    private readonly settings: RateSettings,
    private readonly store: RateStore,
  ) {
    const slots = (kind: Payer['kind']) => new Slots(settings[kind].atOnce);
    this.underWay = { signedIn: slots('signedIn'), keys: slots('keys'), anonymous: slots('anonymous'), signIn: slots('signIn') };
  }

  /**
   * Counts an operation, and delays it where its payer has sent many. Rejects with RateLimited when there were too many. Null for callers
   * whom nothing tells apart.
   */
  async enter(caller: Caller, left?: AbortSignal, purpose: SessionPurpose | null = null): Promise<CountedOperation | null> {
    const payer = payerOf(caller, purpose);
    if (!payer) return null;
    const allowance = this.settings[payer.kind];
    const release = this.underWay[payer.kind].take(payer.key);
    if (!release) throw new RateLimited('at once', `At most ${allowance.atOnce} operations may be under way at once.`, 1);
    try {
      const { count, windowEndsInMs } = await this.store.windows.count(payer.kind, payer.key);
      const state: RateState = { allowance, operations: count, windowEndsInMs, pointsLeft: null };
      if (count > allowance.operations)
        throw new RateLimited(
          'operations',
          `At most ${allowance.operations} operations are allowed in ${inWords(allowance.windowSeconds)}.`,
          Math.max(1, Math.ceil(windowEndsInMs / 1000)),
          rateHeaders(state),
        );
      const wait = slowDown(allowance, count);
      if (wait > 0) await pause(wait, left);
      return new CountedOperation(payer, state, this.store, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.store.close();
  }
}

const inWords = (seconds: number) =>
  seconds % 60 === 0 && seconds > 60 ? `${seconds / 60} minutes` : seconds === 60 ? 'a minute' : `${seconds} seconds`;

function pause(ms: number, left: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer);
      reject(new GraphError('RATE_LIMITED', 'The client has left.'));
    };
    const timer = setTimeout(() => {
      left?.removeEventListener('abort', leave);
      resolve();
    }, ms);
    // The process does not wait for delayed operations when it stops.
    timer.unref();
    if (left?.aborted) leave();
    else left?.addEventListener('abort', leave, { once: true });
  });
}
