import { OpenStreams, TOLD_EVERY_MS, type StreamsPush } from './open-streams';

const viewer = { id: 'ada', sessionId: 'phone' };

async function* endless() {
  for (;;) yield await new Promise<number>(() => {});
}

function told() {
  const pushes: StreamsPush[] = [];
  const streams = new OpenStreams({ push: (_channel, push) => void pushes.push(push as StreamsPush) });
  return { streams, words: () => pushes.map(({ streams, open }) => [streams.length, open]) };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('an open stream is told of at once, again and again, and once when it ends, however it ends', async () => {
  const { streams, words } = told();
  const one = streams.follow(viewer, endless());
  const other = streams.follow(viewer, (async function* () {})());
  expect(words()).toEqual([
    [1, true],
    [1, true],
  ]);
  vi.advanceTimersByTime(TOLD_EVERY_MS);
  expect(words().at(-1)).toEqual([2, true]);
  expect(await other.next()).toEqual({ done: true, value: undefined });
  void one.return!();
  void one.return!();
  expect(words().slice(3)).toEqual([
    [1, false],
    [1, false],
  ]);
  vi.advanceTimersByTime(3 * TOLD_EVERY_MS);
  expect(words()).toHaveLength(5);
});

test('a stream that fails has ended', async () => {
  const { streams, words } = told();
  const failing = streams.follow(
    viewer,
    (async function* (): AsyncGenerator<number> {
      throw new Error('the database is away');
    })(),
  );
  await expect(failing.next()).rejects.toThrow('away');
  expect(words()).toEqual([
    [1, true],
    [1, false],
  ]);
});
