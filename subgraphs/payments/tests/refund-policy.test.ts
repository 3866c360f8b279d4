import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import { startWorld, type Tier, type World } from './world';

const HOUR = 3_600_000;
const SET = `mutation($input: SetRefundPolicyInput!) { setRefundPolicy(input: $input) { __typename ... on SetRefundPolicySuccess { policy { version refundable hoursBefore } } } }`;

describe('until when buyers may give tickets back, as the organiser says', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  const set = async (tier: Tier, input: object, by = tier.organiser) =>
    (await world.run(by, SET, { input: { eventId: tier.event.eventId, ...input } })).setRefundPolicy;
  const shown = async (tier: Tier, viewer: Viewer | null, fields: string) =>
    (await world.entity(viewer, { __typename: 'Event', id: tier.event.eventId }, `{ ${fields} }`)).data!._entities[0];

  it('is until the start where nobody has said anything, and everybody may read it', async () => {
    const tier = await world.aTier();
    const policy = 'refundPolicy { version refundable hoursBefore }';
    expect(await shown(tier, null, policy)).toEqual({ refundPolicy: { version: 0, refundable: true, hoursBefore: 0 } });
    expect(await set(tier, { refundable: true, hoursBefore: 24 })).toMatchObject({
      policy: { version: 1, refundable: true, hoursBefore: 24 },
    });
    expect(await shown(tier, null, policy)).toEqual({ refundPolicy: { version: 1, refundable: true, hoursBefore: 24 } });
    expect(await set(tier, { refundable: false, hoursBefore: 1 })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await set(tier, { refundable: true }, aViewer())).toMatchObject({ __typename: 'NotAllowed' });
  });

  it('holds for orders that are made after it; others keep what they were made with', async () => {
    const tier = await world.aTier();
    const [ann, bob] = [aViewer(), aViewer()];
    const before = await world.buy(ann, tier.id);
    await set(tier, { refundable: true, hoursBefore: 24 });
    const after = await world.buy(bob, tier.id);
    const until = async (viewer: Viewer, id: string) =>
      (await world.run(viewer, 'query($id: ID!) { order(id: $id) { refundableUntil } }', { id })).order.refundableUntil;
    const start = Date.parse(tier.event.startsAt);
    expect(Date.parse(await until(ann, before.id))).toBe(start);
    expect(Date.parse(await until(bob, after.id))).toBe(start - 24 * HOUR);
    world.clock.advance(start - world.clock.now().getTime() - 23 * HOUR);
    expect(await world.refund(bob, { orderId: after.id })).toMatchObject({ __typename: 'NotRefundable', reason: 'TOO_LATE' });
    expect(await world.refund(ann, { orderId: before.id })).toMatchObject({ __typename: 'RefundOrderSuccess' });
    expect(await world.refund(tier.organiser, { orderId: after.id })).toMatchObject({ __typename: 'RefundOrderSuccess' });
  });

  it('tells who sells the event what would go back if it were called off, and nobody else', async () => {
    const tier = await world.aTier();
    const due = 'refundsDue { version buyers orders tickets amount { amountMinor currency } }';
    const read = async (viewer: Viewer | null) => (await shown(tier, viewer, due)).refundsDue;
    const price = Number(
      (await world.sql<{ price_minor: string }>(`SELECT price_minor FROM ticket_tiers WHERE id = '${tier.id}'`))[0]!.price_minor,
    );
    expect(await read(tier.organiser)).toMatchObject({ buyers: 0, orders: 0, tickets: 0, amount: { amountMinor: 0 } });
    const [ann, bob] = [aViewer(), aViewer()];
    const order = await world.buy(ann, tier.id);
    await world.buy(ann, tier.id);
    await world.buy(bob, tier.id, 2);
    const before = await read(tier.organiser);
    expect(before).toMatchObject({ buyers: 2, orders: 3, tickets: 4, amount: { amountMinor: 4 * price } });
    await world.refund(ann, { orderId: order.id });
    const after = await read(tier.organiser);
    expect(after).toMatchObject({ buyers: 2, orders: 2, tickets: 3, amount: { amountMinor: 3 * price } });
    expect(after.version).toBeGreaterThan(before.version as number);
    for (const viewer of [ann, aViewer(), null]) expect(await read(viewer)).toBeNull();
  });

  it('may be never, but for a move of the event, and a cancellation, which shows how far its refunds are', async () => {
    const tier = await world.aTier();
    await set(tier, { refundable: false });
    const [ann, bob] = [aViewer(), aViewer()];
    const orders = [await world.buy(ann, tier.id), await world.buy(bob, tier.id, 2)];
    expect(await world.refund(ann, { orderId: orders[0]!.id })).toMatchObject({ reason: 'TOO_LATE', refundableUntil: null });
    world.clock.advance(1_000);
    const startsAt = new Date(Date.parse(tier.event.startsAt) + 5 * HOUR).toISOString();
    const moved = {
      ...tier.event,
      version: 2,
      change: 'UPDATED' as const,
      startsAt,
      endsAt: new Date(Date.parse(startsAt) + HOUR).toISOString(),
    };
    await world.tell('event.changed', tier.event.eventId, moved);
    expect(await world.refund(ann, { orderId: orders[0]!.id })).toMatchObject({ __typename: 'RefundOrderSuccess' });
    const run = 'refundRun { finishedAt ordersLeft promised { amountMinor } made { amountMinor } failed { amountMinor } }';
    expect(await shown(tier, tier.organiser, run)).toEqual({ refundRun: null });
    world.clock.advance(1_000);
    await world.tell('event.changed', tier.event.eventId, { ...moved, version: 3, change: 'CANCELLED', status: 'CANCELLED' });
    const none = { amountMinor: 0 };
    expect(await shown(tier, tier.organiser, run)).toEqual({
      refundRun: { finishedAt: null, ordersLeft: 1, promised: none, made: none, failed: none },
    });
    await world.subgraph.runJob('refund-cancelled-events');
    expect(await shown(tier, tier.organiser, run)).toMatchObject({ refundRun: { ordersLeft: 0, promised: { amountMinor: 5_000 } } });
    await world.subgraph.runJob('make-refunds');
    expect(await shown(tier, tier.organiser, run)).toMatchObject({ refundRun: { promised: none, made: { amountMinor: 5_000 } } });
    expect((await shown(tier, tier.organiser, run)).refundRun.finishedAt).not.toBeNull();
    expect(await shown(tier, bob, run)).toEqual({ refundRun: null });
  });
});
