import { DEFAULT_RATES, type Allowance } from './allowance';
import { RateLimiter } from './rate-limiter';
import { memoryStore } from './store';

const caller = { viewer: null, ip: '192.0.2.1', correlationId: 'c' };

function aLimiter(anonymous: Partial<Allowance>): RateLimiter {
  const settings = { ...DEFAULT_RATES, anonymous: { ...DEFAULT_RATES.anonymous, ...anonymous } };
  return new RateLimiter(settings, memoryStore(settings));
}

test('whoever leaves while they are slowed down takes no place from others', async () => {
  const limiter = aLimiter({ slowFrom: 0, slowStepMs: 60_000, slowMostMs: 60_000, atOnce: 1 });
  const leaving = new AbortController();
  const waiting = limiter.enter(caller, leaving.signal);
  await expect(limiter.enter(caller)).rejects.toThrow('At most 1 operations may be under way at once.');
  leaving.abort();
  await expect(waiting).rejects.toThrow('The client has left.');
  // Let in to wait, and gone already.
  await expect(limiter.enter(caller, leaving.signal)).rejects.toThrow('The client has left.');
});

test('a refused operation takes no place either', async () => {
  const limiter = aLimiter({ operations: 1, atOnce: 1 });
  (await limiter.enter(caller))!.leave();
  await expect(limiter.enter(caller)).rejects.toThrow('At most 1 operations are allowed in 15 minutes.');
  await expect(limiter.enter(caller)).rejects.toThrow('At most 1 operations are allowed in 15 minutes.');
});

test('points are given back once, however often an operation ends', async () => {
  const limiter = aLimiter({ cost: 100, windowSeconds: 1_000_000 });
  const [one, other] = [(await limiter.enter(caller))!, (await limiter.enter(caller))!];
  await one.reserve(50);
  await other.reserve(50);
  one.leave(10);
  one.leave(10);
  one.leave(0);
  const next = (await limiter.enter(caller))!;
  await expect(next.reserve(61)).rejects.toThrow('The operation may cost 61, and 50 of 100 points are left.');
  await expect(next.reserve(50)).resolves.toBeUndefined();
});

test('what may cost more than a full budget holds takes all of it', async () => {
  const limiter = aLimiter({ cost: 100, windowSeconds: 1_000_000 });
  const entry = (await limiter.enter(caller))!;
  await entry.reserve(5_000);
  expect(entry.state.pointsLeft).toBe(0);
});
