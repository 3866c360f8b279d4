import { setImmediate as turn } from 'node:timers/promises';
import { createMemoryBus, type Bus, type ListenOptions } from '../bus';
import { silentLogger } from '../logger';
import { fanOutOf } from './fan-out';
import { liveStream } from './live-stream';

/** The real in-process bus, counting its listeners and able to tell of a gap. */
function countedBus() {
  const bus = createMemoryBus({ logger: silentLogger });
  const gaps = new Set<() => void>();
  let listeners = 0;
  const counted: Pick<Bus, 'listen' | 'push'> = {
    push: (channel, payload) => bus.push(channel, payload),
    async listen(channel, listener, options?: ListenOptions) {
      listeners++;
      const stop = await bus.listen(channel, listener, options);
      const onGap = () => options?.onGap?.();
      gaps.add(onGap);
      return async () => {
        listeners--;
        gaps.delete(onGap);
        await stop();
      };
    },
  };
  return { bus: counted, listeners: () => listeners, gap: () => gaps.forEach((tell) => tell()) };
}

const same = (push: number) => push;

describe('liveStream', () => {
  it('answers what was pushed after it was opened, in order', async () => {
    const { bus } = countedBus();
    const stream = await liveStream({ bus, channel: 'numbers', load: same });
    for (const number of [1, 2, 3]) void bus.push('numbers', number);
    expect([await stream.next(), await stream.next(), await stream.next()].map((step) => step.value)).toEqual([1, 2, 3]);
    await stream.return?.();
  });

  it('passes over what the load answers with null', async () => {
    const { bus } = countedBus();
    const stream = await liveStream({ bus, channel: 'numbers', load: async (push: number) => (push % 2 ? push : null) });
    for (const number of [2, 4, 5]) void bus.push('numbers', number);
    expect((await stream.next()).value).toBe(5);
    await stream.return?.();
  });

  it('ends at once when it is returned while the next value is awaited, and listens no more', async () => {
    const { bus, listeners } = countedBus();
    const stream = await liveStream({ bus, channel: 'numbers', load: same });
    const waiting = stream.next();
    await stream.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    await turn();
    expect(listeners()).toBe(0);
  });

  it('stops listening when it is returned before anybody asked for a value', async () => {
    const { bus, listeners } = countedBus();
    const stream = await liveStream({ bus, channel: 'numbers', load: same });
    await stream.return?.();
    await turn();
    expect(listeners()).toBe(0);
  });

  it('shares one listener of the bus among all local streams of a channel', async () => {
    const { bus, listeners } = countedBus();
    const streams = await Promise.all(Array.from({ length: 50 }, () => liveStream({ bus, channel: 'numbers', load: same })));
    expect(listeners()).toBe(1);
    void bus.push('numbers', 7);
    expect(await Promise.all(streams.map(async (stream) => (await stream.next()).value))).toEqual(Array(50).fill(7));
    await Promise.all(streams.map((stream) => stream.return?.()));
    await turn();
    expect(listeners()).toBe(0);
    expect(fanOutOf(bus).size).toBe(0);
  });

  it('opens a listener anew for a stream that comes while the last one leaves', async () => {
    const { bus, listeners } = countedBus();
    const first = await liveStream({ bus, channel: 'numbers', load: same });
    const [second] = await Promise.all([liveStream({ bus, channel: 'numbers', load: same }), first.return?.()]);
    await second.return?.();
    const third = await liveStream({ bus, channel: 'numbers', load: same });
    void bus.push('numbers', 3);
    expect((await third.next()).value).toBe(3);
    await third.return?.();
    await turn();
    expect(listeners()).toBe(0);
  });

  it('keeps a bounded number of pushes for a slow reader and tells it of the gap in the place of the lost ones', async () => {
    const { bus } = countedBus();
    const loaded: number[] = [];
    const stream = await liveStream({
      bus,
      channel: 'numbers',
      keep: 3,
      load: (push: number) => (loaded.push(push), push),
      onGap: () => [-1],
    });
    for (let number = 1; number <= 10_000; number++) void bus.push('numbers', number);
    await turn();
    const values = [];
    for (let taken = 0; taken < 4; taken++) values.push((await stream.next()).value);
    expect(values).toEqual([-1, 9_998, 9_999, 10_000]);
    expect(loaded).toEqual([9_998, 9_999, 10_000]);
    await stream.return?.();
  });

  it('answers what the reader should have when the bus tells of a gap', async () => {
    const { bus, gap } = countedBus();
    const stream = await liveStream({ bus, channel: 'numbers', load: same, onGap: async () => [41, 42] });
    gap();
    expect([(await stream.next()).value, (await stream.next()).value]).toEqual([41, 42]);
    await stream.return?.();
  });

  it('ends when the reader has lost the right, without delivering what was loaded', async () => {
    const { bus } = countedBus();
    let allowed = true;
    const stream = await liveStream({ bus, channel: 'numbers', load: same, rights: { allowed: async () => allowed } });
    void bus.push('numbers', 1);
    expect((await stream.next()).value).toBe(1);
    allowed = false;
    void bus.push('numbers', 2);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('ends a waiting stream as soon as a change of rights is announced', async () => {
    const { bus, listeners } = countedBus();
    let allowed = true;
    const stream = await liveStream({
      bus,
      channel: 'numbers',
      load: same,
      rights: { allowed: async () => allowed, channels: ['rights'] },
    });
    void bus.push('rights', {});
    await turn();
    const waiting = stream.next();
    allowed = false;
    void bus.push('rights', {});
    expect(await waiting).toEqual({ done: true, value: undefined });
    await turn();
    expect(listeners()).toBe(0);
  });

  it('ends with the error of a load, and listens no more', async () => {
    const { bus, listeners } = countedBus();
    const stream = await liveStream({
      bus,
      channel: 'numbers',
      load: () => {
        throw new Error('the database is away');
      },
    });
    void bus.push('numbers', 1);
    await expect(stream.next()).rejects.toThrow('the database is away');
    await turn();
    expect(listeners()).toBe(0);
  });

  it('leaves nothing behind when one of its channels cannot be joined', async () => {
    const { bus, listeners } = countedBus();
    const broken: Pick<Bus, 'listen'> = {
      listen: (channel, listener, options) =>
        channel === 'b' ? Promise.reject(new Error('away')) : bus.listen(channel, listener, options),
    };
    await expect(liveStream({ bus: broken, channel: ['a', 'b'], load: same })).rejects.toThrow('away');
    await turn();
    expect(listeners()).toBe(0);
    expect(fanOutOf(broken).size).toBe(0);
  });
});
