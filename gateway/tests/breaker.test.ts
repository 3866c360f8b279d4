import { Breaker } from '../src/transport/breaker';

function aBreaker() {
  const clock = { now: 0 };
  const breaker = new Breaker('shop', 3, 60_000, () => clock.now);
  const isFailure = (error: unknown) => (error as Error).message === 'fault';
  return {
    clock,
    breaker,
    succeed: () => breaker.run(async () => 'fine', isFailure),
    fail: () => breaker.run(async () => Promise.reject(new Error('fault')), isFailure),
    leave: () => breaker.run(async () => Promise.reject(new Error('the client left')), isFailure),
    hang: () => breaker.run(() => new Promise<never>(() => {}), isFailure),
  };
}

test('opens after failures in a row, and only after those', async () => {
  const { breaker, succeed, fail, leave } = aBreaker();
  for (const call of [fail, fail, succeed, fail, fail, leave, leave]) await call().catch(() => {});
  expect(breaker.state).toBe('closed');
  await fail().catch(() => {});
  expect(breaker.state).toBe('open');
  await expect(succeed()).rejects.toMatchObject({ name: 'SubgraphUnavailable', neverSent: true });
});

test('after its time one call tries; success closes it', async () => {
  const { breaker, clock, succeed, fail } = aBreaker();
  for (let round = 0; round < 3; round++) await fail().catch(() => {});
  clock.now = 60_000;
  expect(breaker.state).toBe('half-open');
  await expect(succeed()).resolves.toBe('fine');
  expect(breaker.state).toBe('closed');
});

test('a failed try opens it again at once', async () => {
  const { breaker, clock, fail } = aBreaker();
  for (let round = 0; round < 3; round++) await fail().catch(() => {});
  clock.now = 60_000;
  await fail().catch(() => {});
  expect(breaker.state).toBe('open');
  clock.now = 119_999;
  expect(breaker.state).toBe('open');
});

test('while one call tries, others do not', async () => {
  const { clock, succeed, fail, hang } = aBreaker();
  for (let round = 0; round < 3; round++) await fail().catch(() => {});
  clock.now = 60_000;
  void hang();
  await expect(succeed()).rejects.toMatchObject({ name: 'SubgraphUnavailable' });
});
