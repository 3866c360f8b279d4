import { Breaker } from '../src/transport/breaker';

function aBreaker() {
  const clock = { now: 0 };
  const breaker = new Breaker('shop', { failures: 3, openMs: 1_000, longestOpenMs: 60_000 }, () => clock.now);
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

test('opens after failures in a row, and only after those (X31)', async () => {
  const { breaker, succeed, fail, leave } = aBreaker();
  for (const call of [fail, fail, succeed, fail, fail, leave, leave]) await call().catch(() => {});
  expect(breaker.state).toBe('closed');
  await fail().catch(() => {});
  expect(breaker.state).toBe('open');
  await expect(succeed()).rejects.toMatchObject({ name: 'SubgraphUnavailable', neverSent: true });
});

test('after its time one call tries; success closes it (X31)', async () => {
  const { breaker, clock, succeed, fail } = aBreaker();
  for (let round = 0; round < 3; round++) await fail().catch(() => {});
  clock.now = 1_000;
  expect(breaker.state).toBe('half-open');
  await expect(succeed()).resolves.toBe('fine');
  expect(breaker.state).toBe('closed');
});

test('a failed try opens it again at once', async () => {
  const { breaker, clock, fail } = aBreaker();
  for (let round = 0; round < 3; round++) await fail().catch(() => {});
  clock.now = 1_000;
  await fail().catch(() => {});
  expect(breaker.state).toBe('open');
  clock.now = 2_999;
  expect(breaker.state).toBe('open');
  clock.now = 3_000;
  expect(breaker.state).toBe('half-open');
});

test('the first try comes after a second, the next ones after twice as long each, at most a minute; success forgets it (security F8)', async () => {
  const { breaker, clock, fail, succeed } = aBreaker();
  const waits: number[] = [];
  const openFor = () => {
    const from = clock.now;
    while (breaker.state === 'open') clock.now += 500;
    return clock.now - from;
  };
  for (let round = 0; round < 3; round++) await fail().catch(() => {});
  for (let round = 0; round < 8; round++) {
    waits.push(openFor());
    await fail().catch(() => {});
  }
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  openFor();
  await succeed();
  for (let round = 0; round < 3; round++) await fail().catch(() => {});
  expect(openFor()).toBe(1_000);
});

test('while one call tries, others do not', async () => {
  const { clock, succeed, fail, hang } = aBreaker();
  for (let round = 0; round < 3; round++) await fail().catch(() => {});
  clock.now = 1_000;
  void hang();
  await expect(succeed()).rejects.toMatchObject({ name: 'SubgraphUnavailable' });
});

test('what was under way when it opened and fails later does not keep it open longer', async () => {
  const { breaker, clock, fail } = aBreaker();
  let failLate = () => {};
  const late = breaker.run(
    () => new Promise((_resolve, reject) => (failLate = () => reject(new Error('fault')))),
    () => true,
  );
  for (let round = 0; round < 3; round++) await fail().catch(() => {});
  clock.now = 500;
  failLate();
  await expect(late).rejects.toThrow('fault');
  clock.now = 1_000;
  expect(breaker.state).toBe('half-open');
});

test('a client that leaves during the one call that tries leaves the try to the next', async () => {
  const { breaker, clock, fail, leave, succeed } = aBreaker();
  for (let round = 0; round < 3; round++) await fail().catch(() => {});
  clock.now = 1_000;
  await leave().catch(() => {});
  await expect(succeed()).resolves.toBe('fine');
  expect(breaker.state).toBe('closed');
});
