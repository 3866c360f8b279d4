import { conflict, invalidInput, notAllowed, type TestMode } from '@marquee/platform';
import type { Context } from '../../context';
import type { AdvanceTestClock, ResetTestMode } from './test-mode.input';

const MOST_DAYS = 400;
const DAY_MS = 24 * 60 * 60_000;

interface Clock {
  now: Date;
  advancingTo: Date | null;
}

const isMoved = () => conflict('The clock is being moved. Wait until testClock.advancingTo is null.');

/** The clock of test mode, and its new beginning. */
export class TestModeService {
  constructor(private readonly ctx: Context) {}

  /** Null outside of test mode. */
  get clock(): Clock | null {
    const { clock, testMode } = this.ctx.kept;
    return testMode ? { now: clock.now(), advancingTo: testMode.advancingTo } : null;
  }

  async advance(input: AdvanceTestClock): Promise<Clock> {
    const testMode = this.require();
    await this.ctx.change('advanceTestClock', input, (step) => {
      if (testMode.advancingTo) throw isMoved();
      const aheadMs = input.to.getTime() - step.now.getTime();
      if (aheadMs <= 0) throw invalidInput('to', 'must be later than the clock says');
      if (aheadMs > MOST_DAYS * DAY_MS) throw invalidInput('to', `must be at most ${MOST_DAYS} days later than the clock says`);
      if (!testMode.advance(input.to)) throw isMoved();
      return Promise.resolve(null);
    });
    return this.clock!;
  }

  async reset(input: ResetTestMode): Promise<Date> {
    const testMode = this.require();
    return this.ctx
      .change('resetTestMode', input, (step) => {
        step.after(() => testMode.reset());
        return Promise.resolve(step.now.toISOString());
      })
      .then((at) => new Date(at));
  }

  private require(): TestMode {
    const { testMode } = this.ctx.kept;
    if (!testMode) throw notAllowed('Only test mode has a clock to move: send a key that begins with mqt_.');
    return testMode;
  }
}
