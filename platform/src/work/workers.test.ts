import type { Database } from '../db';
import { conflict, notAllowed, Refusal } from '../errors';
import type { PrismaClient } from '../generated/prisma/client';
import { eventually } from '../testing/eventually';
import { meetingOf } from '../testing/meeting';
import { aQueue, counting, type Counting } from './fixtures/counting';
import { WORK_WAITS, workChannel } from './long-work';
import { cancelWork, collectWork, forgetWorkOf } from './queue';
import { SubgraphMeter } from '../watching';
import { metricsText } from '../watching/prometheus';
import { pruneWork, registerWork } from './upkeep';

let queue: Awaited<ReturnType<typeof aQueue>>;
beforeAll(async () => {
  queue = await aQueue();
});
beforeEach(() => queue.db.pool.query('DELETE FROM long_work'));

const ended = (id: string, state = 'SUCCEEDED') => eventually(async () => expect(await queue.row(id)).toMatchObject({ state }));
const gate = () => {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
};

test('work is done chunk by chunk, tells each, and leaves its result', async () => {
  const workers = queue.workers([counting()]);
  const id = await queue.ask(3);
  const versions: number[] = [];
  await queue.bus.listen(workChannel(id), ({ version }: { version: number }) => versions.push(version));
  await workers.start();
  await ended(id);
  expect(await queue.row(id)).toMatchObject({
    done: 3,
    total: 3,
    result: { counted: 3 },
    checkpoint: { n: 3 },
    lease_token: null,
    failure: null,
  });
  expect(await queue.counted(id)).toEqual([1, 2, 3]);
  // Claimed, three chunks, ended.
  await eventually(() => expect(versions).toEqual([2, 3, 4, 5, 6]));
  await workers.stop();
});

test('cancelled in the middle, nothing of the chunk under way takes effect, and nobody who cancels waits for it', async () => {
  const [arrived, hold] = [gate(), gate()];
  const workers = queue.workers([
    counting(async (n) => {
      if (n !== 3) return;
      arrived.open();
      await hold.opened;
    }),
  ]);
  await workers.start();
  const id = await queue.ask(5);
  await arrived.opened;
  expect(await queue.step((step) => cancelWork(step, id))).toBe(true);
  hold.open();
  await workers.stop();
  expect(await queue.row(id)).toMatchObject({ state: 'CANCELLED', done: 2, ended_at: queue.clock.now() });
  expect(await queue.counted(id)).toEqual([1, 2]);
  expect(await queue.step((step) => cancelWork(step, id))).toBe(false);
});

test('work of an owner who is forgotten ends, whoever has it', async () => {
  const [arrived, hold] = [gate(), gate()];
  const workers = queue.workers([counting((n) => (n === 2 ? (arrived.open(), hold.opened) : undefined))]);
  await workers.start();
  const id = await queue.ask(5, { owner: 'forgotten' });
  await arrived.opened;
  await queue.step((step) => forgetWorkOf(step, 'forgotten'));
  hold.open();
  await workers.stop();
  expect(await queue.row(id)).toBeUndefined();
  expect(await queue.counted(id)).toEqual([1]);
});

describe('a process that gave no sign of life for too long', () => {
  /** One process hangs in its second chunk; its lease lapses, another does the rest; then the first goes on. */
  const overtaken = async (own?: Database<PrismaClient>) => {
    const [arrived, hold] = [gate(), gate()];
    // With one piece at a time it does not take its own work up again before the other comes.
    const hanging = queue.workers([counting((n) => (n === 2 ? (arrived.open(), hold.opened) : undefined))], { atOnce: 1 }, own);
    await hanging.start();
    const id = await queue.ask(4);
    await arrived.opened;
    await queue.lapse(id);
    const other = queue.workers([counting()]);
    await other.start();
    await ended(id);
    hold.open();
    await Promise.all([hanging.stop(), other.stop()]);
    return id;
  };

  test('loses its work to another, and what it still does has no effect', async () => {
    const id = await overtaken();
    expect(await queue.counted(id)).toEqual([1, 2, 3, 4]);
    expect(await queue.row(id)).toMatchObject({ state: 'SUCCEEDED', done: 4, tries: 0 });
  });

  test('control: when nobody asks whose the work is, a chunk is done twice', async () => {
    const id = await overtaken(withoutLease(queue.db));
    // It may come to chunks behind it, too, before it stops.
    expect((await queue.counted(id)).filter((n) => n === 2)).toEqual([2, 2]);
  });

  test('counts as a failure: work that ends process after process is given up', async () => {
    const id = await queue.ask(2);
    await queue.db.pool.query(
      `UPDATE long_work SET state = 'RUNNING', tries = 4, lease_token = gen_random_uuid(), lease_until = now() - interval '1 minute' WHERE id = $1`,
      [id],
    );
    const workers = queue.workers([counting()]);
    await workers.start();
    await ended(id, 'FAILED');
    expect(await queue.row(id)).toMatchObject({ failure: expect.stringContaining('5 times in a row') as string });
    expect(await queue.counted(id)).toEqual([]);
    await workers.stop();
  });
});

test('who takes long gives signs of life, and is told when the work is not wanted any more', async () => {
  const begun = gate();
  const told = vi.fn();
  const slow: Counting = {
    ...{ name: 'count', leaseMs: 600 },
    async run({ signal }) {
      signal.addEventListener('abort', told);
      begun.open();
      await eventually(() => expect(told).toHaveBeenCalled(), 25_000);
    },
  };
  // With no hand free it cannot take over its own work.
  const workers = queue.workers([slow], { atOnce: 1 });
  await workers.start();
  const id = await queue.ask();
  await begun.opened;
  const lease = async () => (await queue.row(id))!.lease_until as Date;
  const first = await lease();
  await eventually(async () => expect((await lease()).getTime()).toBeGreaterThan(first.getTime()));
  expect(told).not.toHaveBeenCalled();
  await queue.step((step) => cancelWork(step, id));
  await eventually(() => expect(told).toHaveBeenCalled());
  await workers.stop();
  expect(await queue.row(id)).toMatchObject({ state: 'CANCELLED' });
});

test('of many processes one has a piece of work', async () => {
  const both = meetingOf(2);
  const processes = [1, 2, 3].map(() => queue.workers([counting((n) => (n === 1 ? both() : undefined))]));
  const ids = await Promise.all(Array.from({ length: 8 }, (_, n) => queue.ask(3, { owner: `owner ${n}` })));
  await Promise.all(processes.map((workers) => workers.start()));
  for (const id of ids) {
    await ended(id);
    expect(await queue.counted(id)).toEqual([1, 2, 3]);
  }
  await Promise.all(processes.map((workers) => workers.stop()));
});

test('who stops gives its work back, and another goes on where it was', async () => {
  const [arrived, hold] = [gate(), gate()];
  const first = queue.workers([counting((n) => (n === 2 ? (arrived.open(), hold.opened) : undefined))]);
  await first.start();
  const id = await queue.ask(4);
  await arrived.opened;
  const stopped = first.stop();
  hold.open();
  await stopped;
  expect(await queue.row(id)).toMatchObject({ state: 'QUEUED', done: 2, tries: 0, lease_token: null });
  const second = queue.workers([counting()]);
  await second.start();
  await ended(id);
  expect(await queue.counted(id)).toEqual([1, 2, 3, 4]);
  await second.stop();
});

describe('what fails', () => {
  test('is tried again after a wait, and given up in words when it fails five times at one place (X30)', async () => {
    const fails = vi.fn();
    const workers = queue.workers([
      counting((n) => {
        if (n < 2) return;
        fails();
        throw new Error('secret of the house');
      }),
    ]);
    await workers.start();
    const id = await queue.ask(3);
    for (let tries = 1; tries < 5; tries++) {
      await eventually(async () => expect(await queue.row(id)).toMatchObject({ state: 'QUEUED', tries }));
      queue.clock.advance(60_000);
      await queue.bus.push(WORK_WAITS, {});
    }
    await ended(id, 'FAILED');
    expect(fails).toHaveBeenCalledTimes(5);
    expect(await queue.row(id)).toMatchObject({
      done: 1,
      failure: 'It failed 5 times in a row at the same place and was given up. What was done before stays.',
    });
    expect(await queue.counted(id)).toEqual([1]);
    await workers.stop();
  });

  test('with a refusal ends at once, with its words; one that says when waits until then', async () => {
    let refusal: Refusal | null = notAllowed('This account is not active.');
    const workers = queue.workers([
      counting(() => {
        if (refusal) throw refusal;
      }),
    ]);
    await workers.start();
    const refused = await queue.ask(1);
    await ended(refused, 'FAILED');
    expect(await queue.row(refused)).toMatchObject({ failure: 'This account is not active.' });
    const retryAt = new Date(queue.clock.now().getTime() + 3_600_000);
    refusal = new Refusal('TooManyRequests', 'RATE_LIMITED', 'Later.', { retryAt }, { retryable: true });
    const waiting = await queue.ask(1);
    await eventually(async () => expect(await queue.row(waiting)).toMatchObject({ state: 'QUEUED', tries: 0, run_at: retryAt }));
    refusal = null;
    queue.clock.advance(3_600_000);
    await ended(waiting);
    await workers.stop();
  });
});

test('that others were faster is no failure, however often', async () => {
  let left = 7;
  const workers = queue.workers([
    counting(() => {
      if (left-- > 0) throw conflict('Somebody else is changing this right now. Try again.');
    }),
  ]);
  await workers.start();
  const id = await queue.ask(1);
  await eventually(async () => {
    queue.clock.advance(1_000);
    expect(await queue.row(id)).toMatchObject({ state: 'SUCCEEDED', tries: 0 });
  });
  expect(left).toBe(-1);
  await workers.stop();
});

describe('owners', () => {
  const orderOf = async (turnMs?: number) => {
    const order: string[] = [];
    const kind = counting((n, _step, id) => order.push(`${names.get(id)}${n}`));
    const names = new Map<string, string>();
    for (const [name, owner] of [
      ['a', 'ada'],
      ['b', 'ada'],
      ['c', 'ada'],
      ['B', 'bob'],
    ] as const) {
      names.set(await queue.ask(2, { owner }), name);
      queue.clock.advance(1);
    }
    const workers = queue.workers([kind], { atOnce: 1, ...(turnMs === undefined ? {} : { turnMs }) });
    await workers.start();
    for (const id of names.keys()) await ended(id);
    await workers.stop();
    return order.join(' ');
  };

  test('take turns: who asks for much does not keep the others waiting', async () => {
    expect(await orderOf()).toBe('a1 a2 B1 B2 b1 b2 c1 c2');
  });

  test("a long turn lets the others' work pass after a chunk, and goes on afterwards", async () => {
    expect(await orderOf(0)).toBe('a1 B1 a2 B2 b1 b2 c1 c2');
  });
});

test('work whose input comes in parts begins when it is complete', async () => {
  const workers = queue.workers([counting()]);
  await workers.start();
  const id = await queue.ask(2, { collecting: true });
  expect(await queue.step((step) => collectWork(step, id, 3, false))).toBe(5);
  expect(await queue.row(id)).toMatchObject({ state: 'COLLECTING', total: 5 });
  expect(await queue.step((step) => collectWork(step, id, 1, true))).toBe(6);
  await ended(id);
  expect(await queue.step((step) => collectWork(step, id, 1, true))).toBeNull();
  await workers.stop();
});

test('ended work goes after thirty days, and an input that never became complete after one', async () => {
  const [old, abandoned, young] = [await queue.ask(), await queue.ask(1, { collecting: true }), await queue.ask()];
  await queue.db.pool.query(`UPDATE long_work SET state = 'CANCELLED', ended_at = now() - interval '31 days' WHERE id = $1`, [old]);
  await queue.db.pool.query(`UPDATE long_work SET created_at = now() - interval '2 days' WHERE id = ANY ($1)`, [[abandoned, young]]);
  expect(await pruneWork(queue.db.pool)).toBe(2);
  expect(await queue.row(young)).toMatchObject({ state: 'QUEUED' });
  const meter = new SubgraphMeter('events');
  registerWork(meter, queue.db.pool, ['count']);
  expect(await metricsText(meter)).toContain('marquee_long_work{subgraph="events",kind="count",state="waiting"} 1\n');
});

/** A database in whose transactions everybody may write how far any work is. */
function withoutLease(db: Database<PrismaClient>): Database<PrismaClient> {
  const open = (parts: readonly string[]) => parts.map((part) => part.replace('AND lease_token = ', 'OR lease_token = '));
  return {
    ...db,
    transaction: (work, options) =>
      db.transaction(
        (tx, after) =>
          work(
            new Proxy(tx, {
              get(target, name) {
                const member: unknown = Reflect.get(target, name);
                if (name !== '$queryRaw') return member;
                return (parts: TemplateStringsArray, ...values: unknown[]) => {
                  const lax = open(parts);
                  return (member as (...args: unknown[]) => unknown).call(target, Object.assign(lax, { raw: lax }), ...values);
                };
              },
            }),
            after,
          ),
        options,
      ),
  };
}
