import { takeStep } from '@marquee/platform';
import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import type { Step } from '../src/context';
import type { Database } from '../src/db';
import { settleDelivery, takeDeliveries } from '../src/modules/webhook/webhook-queue.store';
import { aWebhook, publishAll, QUERY, send, startHookWorld, type HookWorld } from './webhooks';
import { anEvent, signUp, tellEvent } from './world';

const inStep = <T>({ kept }: HookWorld, work: (step: Step) => Promise<T>): Promise<T> => takeStep(kept, 'test', work);

/** Two workers, each of which has found the webhook before either has taken anything of it. */
const workersMeet = () => {
  const meet = meetingOf(2);
  return (own: Database) =>
    watched(withoutLocks(own), { after: (statement) => (statement.includes('ORDER BY w.served_at') ? meet() : undefined) });
};

describe('two workers at the same time', () => {
  const race = async (count: number, db?: (own: Database) => Database) => {
    const world = await startHookWorld(db ? { db } : {});
    const ada = await signUp(world);
    await aWebhook(world, ada);
    await publishAll(world, ada, count);
    const taken = (await Promise.all([inStep(world, takeDeliveries), inStep(world, takeDeliveries)])).flat();
    return { taken: taken.map(({ id }) => id), world };
  };

  it('take nothing twice, and no more than may be under way', async () => {
    const { taken, world } = await race(12);
    expect(taken.length).toBe(5);
    expect(new Set(taken).size).toBe(5);
    expect(await inStep(world, takeDeliveries)).toEqual([]);
  });

  it('control: without the lock on the webhook both take the same', async () => {
    const { taken } = await race(12, workersMeet());
    expect(taken.length).toBe(10);
    expect(new Set(taken).size).toBe(5);
  });
});

describe('what is about one thing', () => {
  const race = async (db?: (own: Database) => Database) => {
    const world = await startHookWorld(db ? { db } : {});
    const ada = await signUp(world);
    await aWebhook(world, ada, { topics: (['EVENT_PUBLISHED', 'EVENT_CHANGED'] as const).map((topic) => ({ topic, query: QUERY })) });
    const event = anEvent({ creatorId: ada.id });
    await tellEvent(world, event);
    await tellEvent(world, { ...event, version: 2, change: 'UPDATED', title: 'Jazz' });
    return {
      world,
      taken: (await Promise.all([inStep(world, takeDeliveries), inStep(world, takeDeliveries)])).flat().map(({ topic }) => topic),
    };
  };

  it('is taken by one worker, the first of it first', async () => {
    const { world, taken } = await race();
    expect(taken).toEqual(['EVENT_PUBLISHED']);
    // Nor is the second taken while the first is under way.
    expect(await inStep(world, takeDeliveries)).toEqual([]);
  });

  it('control: is taken by both without the lock', async () =>
    expect((await race(workersMeet())).taken).toEqual(['EVENT_PUBLISHED', 'EVENT_PUBLISHED']));
});

it('a worker that comes back after its lease has lapsed changes nothing, and what it had was sent under the same id', async () => {
  const world = await startHookWorld();
  const ada = await signUp(world);
  await aWebhook(world, ada);
  await publishAll(world, ada, 1);
  const [held] = await inStep(world, takeDeliveries);
  await send(world);
  expect(world.consumer.heard).toHaveLength(0);
  world.clock.advance(61_000);
  await send(world);
  expect(world.consumer.heard.map(({ headers }) => headers['webhook-id'])).toEqual([held!.id]);
  const late = { durationMs: 1, httpStatus: 500, fault: 'late', answer: null };
  await inStep(world, (step) => settleDelivery(step, held!, { is: 'FAULT', try: late, isGone: false, isOurs: false, retryAfterMs: null }));
  expect(await world.db.prisma.webhookDelivery.findUnique({ where: { id: held!.id }, include: { tries: true } })).toMatchObject({
    status: 'DELIVERED',
    attempts: 1,
    tries: [{ httpStatus: 204 }],
  });
});
