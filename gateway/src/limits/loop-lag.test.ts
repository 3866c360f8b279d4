import { LoopLag } from './loop-lag';
import { Overloaded } from './rate/refused';

/** A loopLag whose beats come as late as the test says. */
function aPulse(maxLagMs: number) {
  let now = 0;
  const loopLag = new LoopLag(maxLagMs, () => now);
  loopLag.stop();
  return {
    loopLag,
    beat(lateMs: number, times = 1) {
      for (let count = 0; count < times; count++) {
        now += 100 + lateMs;
        loopLag.beat();
      }
    },
  };
}

test('one slow thing is no overload', () => {
  const { loopLag, beat } = aPulse(1_000);
  beat(3_000);
  expect(() => loopLag.admit()).not.toThrow();
});

test('a loop that stays late refuses work, with when to come again (X17)', () => {
  const { loopLag, beat } = aPulse(1_000);
  beat(1_500, 5);
  expect(() => loopLag.admit()).toThrow(Overloaded);
  expect(new Overloaded('load', 'The gateway has more to do than it can.')).toMatchObject({
    status: 503,
    retryAfterSeconds: 1,
    extensions: { code: 'RATE_LIMITED', retryable: true, retryAfter: 1 },
  });
});

test('it takes work again when it has caught up', () => {
  const { loopLag, beat } = aPulse(1_000);
  beat(1_500, 5);
  beat(0, 3);
  expect(() => loopLag.admit()).not.toThrow();
});

test('0 is never', () => {
  const { loopLag, beat } = aPulse(0);
  beat(60_000, 10);
  expect(() => loopLag.admit()).not.toThrow();
});

test('a real loop that is kept busy is felt', async () => {
  const loopLag = new LoopLag(50);
  const refused = () => {
    try {
      loopLag.admit();
      return false;
    } catch {
      return true;
    }
  };
  const deadline = performance.now() + 10_000;
  while (!refused() && performance.now() < deadline) {
    const until = performance.now() + 300;
    while (performance.now() < until);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(refused()).toBe(true);
  loopLag.stop();
});
