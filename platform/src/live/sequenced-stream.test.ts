import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '../bus';
import { createMemoryBus } from '../bus';
import { silentLogger } from '../logger';
import { liveStream } from './live-stream';
import { sequencedStream, type SequencedStreamOptions } from './sequenced-stream';

interface Row {
  sequence: number;
}

/** A log as a table would keep it: reading takes a moment, and sees what was there when it was asked. */
class Log {
  readonly rows: Row[] = [];
  loads = 0;

  constructor(private readonly bus: Pick<Bus, 'push'>) {}

  write({ silently = false } = {}): void {
    const sequence = this.rows.length + 1;
    this.rows.push({ sequence });
    if (!silently) void this.bus.push('log', { sequence });
  }

  readonly reading = {
    currentSequence: async () => this.rows.length,
    loadAfter: async (after: number, limit: number) => {
      this.loads++;
      const found = this.rows.slice(after, after + limit);
      await sleep(Math.random() * 2);
      return found;
    },
    sequenceOf: (row: Row) => row.sequence,
  };
}

function aLog() {
  const bus = createMemoryBus({ logger: silentLogger });
  const log = new Log(bus);
  const follow = (options: Partial<SequencedStreamOptions<Row>> = {}) =>
    sequencedStream<Row>({ bus, channel: 'log', ...log.reading, ...options });
  return { bus, log, follow };
}

const take = async (stream: AsyncIterableIterator<Row>, count: number): Promise<number[]> => {
  const taken: number[] = [];
  while (taken.length < count) taken.push((await stream.next()).value.sequence);
  return taken;
};

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('sequencedStream', () => {
  it('without since begins with what comes after it was opened', async () => {
    const { log, follow } = aLog();
    log.write();
    log.write();
    const stream = await follow();
    log.write();
    expect(await take(stream, 1)).toEqual([3]);
    await stream.return?.();
  });

  it('replays everything after since, page by page, and goes on live', async () => {
    const { log, follow } = aLog();
    for (let number = 0; number < 25; number++) log.write();
    const stream = await follow({ since: 5, pageSize: 4 });
    expect(await take(stream, 20)).toEqual(range(6, 25));
    log.write();
    expect(await take(stream, 1)).toEqual([26]);
    await stream.return?.();
  });

  it('misses nothing and repeats nothing while others write during the replay', async () => {
    const { log, follow } = aLog();
    for (let number = 0; number < 50; number++) log.write();
    const writing = (async () => {
      for (let number = 0; number < 400; number++) {
        log.write();
        if (number % 7 === 0) await sleep(0);
      }
    })();
    const streams = await Promise.all(range(1, 10).map((since) => follow({ since, pageSize: 7 })));
    const taken = await Promise.all(streams.map((stream, index) => take(stream, 450 - (index + 1))));
    await writing;
    taken.forEach((sequences, index) => expect(sequences).toEqual(range(index + 2, 450)));
    await Promise.all(streams.map((stream) => stream.return?.()));
  });

  it('is not disturbed by lost, repeated and overtaking pushes', async () => {
    const { bus, log, follow } = aLog();
    const stream = await follow();
    log.write({ silently: true });
    log.write({ silently: true });
    void bus.push('log', { sequence: 2 });
    void bus.push('log', { sequence: 1 });
    void bus.push('log', { sequence: 2 });
    expect(await take(stream, 2)).toEqual([1, 2]);
    const loads = log.loads;
    log.write();
    expect(await take(stream, 1)).toEqual([3]);
    // The two pushes that said nothing new cost no look into the database; only the end of the page and the news did.
    expect(log.loads - loads).toBeLessThanOrEqual(2);
    await stream.return?.();
  });

  it('reads what it missed when the bus tells of a gap', async () => {
    const { bus, log } = aLog();
    let gap: (() => void) | undefined;
    const gappy: Pick<Bus, 'listen'> = {
      listen: (channel, listener, options) => {
        gap = options?.onGap;
        return bus.listen(channel, listener, options);
      },
    };
    const stream = await sequencedStream<Row>({ bus: gappy, channel: 'log', ...log.reading });
    const waiting = take(stream, 1);
    log.write({ silently: true });
    await sleep(5);
    gap?.();
    expect(await waiting).toEqual([1]);
    await stream.return?.();
  });

  it('ends in the middle of a replay when the right is lost, and delivers nothing that was stored later', async () => {
    const { bus, log, follow } = aLog();
    for (let number = 0; number < 10; number++) log.write();
    let allowed = true;
    const stream = await follow({ since: 0, rights: { allowed: async () => allowed, channels: ['rights'] } });
    expect(await take(stream, 2)).toEqual([1, 2]);
    allowed = false;
    void bus.push('rights', {});
    await sleep(1);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('control: replaying first and listening afterwards loses what is written between the two', async () => {
    const { bus, log } = aLog();
    for (let number = 0; number < 5; number++) log.write();
    const replayed = (await log.reading.loadAfter(0, 100)).map((row) => row.sequence);
    log.write();
    await sleep(1);
    const live = await liveStream({ bus, channel: 'log', load: (push: Row) => push });
    log.write();
    expect([...replayed, ...(await take(live, 1))]).toEqual([1, 2, 3, 4, 5, 7]);
    await live.return?.();
  });
});
