import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import type { EventChanged } from '@marquee/schema/topics';
import { startWorld, type Tier, type World } from './world';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('until when buyers may give tickets back', () => {
  let world: World;
  let tier: Tier;
  let buyer: Viewer;
  beforeAll(async () => {
    world = await startWorld({ settings: { DOOR_OPENS_HOURS: '0', DOOR_CLOSES_HOURS: '0', ANSWER_WITHIN_MS: '0' } });
  });
  beforeEach(async () => {
    buyer = aViewer();
    tier = await world.aTier({ event: await world.anEvent({ venue: at('Toronto') }) });
  });

  const at = (city: string): EventChanged['venue'] => ({
    id: '00000000-0000-4000-8000-000000000001',
    name: 'Hall',
    city,
    latitude: null,
    longitude: null,
  });
  const iso = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
  let version = 1;
  const move = (parts: Partial<EventChanged>) =>
    world.tell('event.changed', tier.event.eventId, { ...tier.event, version: ++version, ...parts });
  const until = async (id: string) =>
    (await world.run(buyer, 'query($id: ID!) { order(id: $id) { refundableUntil } }', { id })).order.refundableUntil as string | null;

  it('is the start of the event, and null without tickets', async () => {
    const { order } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    expect(await until(order.id)).toBeNull();
    expect(await until((await world.buy(buyer, tier.id)).id)).toBe(tier.event.startsAt);
  });

  it('is not ended by a start that is moved into the past (payments F10)', async () => {
    const order = await world.buy(buyer, tier.id);
    await move({ startsAt: iso(-HOUR), endsAt: iso(HOUR) });
    expect(await until(order.id)).toBe(tier.event.startsAt);
    expect(await world.refund(buyer, { orderId: order.id })).toMatchObject({ __typename: 'RefundOrderSuccess' });
  });

  it('is seven days after a move by more than two hours, also when the event is over by then; not for who bought after it', async () => {
    const order = await world.buy(buyer, tier.id);
    const start = Date.parse(tier.event.startsAt) - world.clock.now().getTime();
    world.clock.advance(start - DAY);
    const moved = { startsAt: iso(DAY - 3 * HOUR), endsAt: iso(DAY) };
    await move(moved);
    const late = await world.buy(buyer, tier.id);
    expect(await until(order.id)).toBe(iso(7 * DAY));
    expect(await until(late.id)).toBe(moved.startsAt);
    world.clock.advance(7 * DAY - 1);
    expect(await world.refund(buyer, { orderId: late.id })).toMatchObject({ reason: 'TOO_LATE', refundableUntil: moved.startsAt });
    expect(await world.refund(buyer, { orderId: order.id })).toMatchObject({ __typename: 'RefundOrderSuccess' });
  });

  it('is seven days after the event went to another city; old and doubled news give nothing', async () => {
    const order = await world.buy(buyer, tier.id);
    world.clock.advance(Date.parse(tier.event.startsAt) - world.clock.now().getTime() - HOUR);
    await world.tell('event.changed', tier.event.eventId, { ...tier.event, version: 0, venue: at('Ottawa') });
    expect(await until(order.id)).toBe(tier.event.startsAt);
    await move({ venue: at('Ottawa') });
    await world.tell('event.changed', tier.event.eventId, { ...tier.event, version, venue: at('Ottawa') });
    expect(await until(order.id)).toBe(iso(7 * DAY));
    world.clock.advance(7 * DAY);
    expect(await world.refund(buyer, { orderId: order.id })).toMatchObject({ reason: 'TOO_LATE' });
  });
});
