import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import { hashOfCode } from '../src/modules/attendance/scan';
import { anOrder } from './selling';
import { startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const tonight = () =>
  world.anEvent({
    startsAt: new Date(world.clock.now().getTime() + 3_600_000).toISOString(),
    endsAt: new Date(world.clock.now().getTime() + 7_200_000).toISOString(),
  });
const scan = async (eventId: string, ticketCode: string): Promise<Data> =>
  (
    await world.run(
      world.organiser,
      `mutation ($input: CheckInInput!) { checkIn(input: $input) { __typename ... on CheckInSuccess { attendeeName attendance { user { id } } } } }`,
      { input: { eventId, ticketCode, nonce: randomUUID() } },
    )
  ).checkIn;
const statusOf = async (viewer: Viewer, id: string) =>
  (await world.run(viewer, 'query ($id: ID!) { event(id: $id) { viewerAttendance { status tickets } } }', { id })).event.viewerAttendance;

/** What payments tells when a ticket of an order was given to somebody else, or named. */
const aChange = (eventId: string, holder: Viewer, parts: object = {}) => {
  const ticket = {
    ...{ ticketId: randomUUID(), version: 1, orderId: randomUUID(), eventId, userId: holder.id, tierName: 'Floor', attendeeName: null },
    ...{ codeHash: hashOfCode('NEW'), paidAt: '2026-11-21T12:00:00Z', replaces: null, changedAt: '2026-11-21T12:30:00Z', ...parts },
  };
  return { ...ticket, tell: () => world.tell('ticket.changed', ticket.orderId, ticket) };
};

describe('a ticket that was given to somebody else (A10, A17)', () => {
  test('lets in who has it now, and its former code nobody', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await tonight();
    const order = anOrder(world, ann, id, ['OLD', 'KEPT']);
    await order.paid();
    await aChange(id, bob, { replaces: order.ticketIds[0], codeHash: hashOfCode('NEWCODE') }).tell();
    expect(await statusOf(ann, id)).toEqual({ status: 'GOING', tickets: 1 });
    expect(await statusOf(bob, id)).toEqual({ status: 'GOING', tickets: 1 });
    expect(await world.counts(id)).toMatchObject({ going: 2 });
    expect(await scan(id, 'OLD')).toMatchObject({ __typename: 'NoPlace' });
    expect(await scan(id, 'NEWCODE')).toMatchObject({ __typename: 'CheckInSuccess', attendance: { user: { id: bob.id } } });
    expect(await scan(id, 'KEPT')).toMatchObject({ __typename: 'CheckInSuccess', attendance: { user: { id: ann.id } } });
  });

  test.each([
    ['paid, given, refunded', [0, 1, 2]],
    ['refunded, given, paid', [2, 1, 0]],
    ['given, refunded, paid', [1, 2, 0]],
    ['given twice told, paid', [1, 1, 0, 2]],
  ])('ends alike when the news come in the order: %s', async (_order, sequence) => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await tonight();
    const order = anOrder(world, ann, id, ['OLD']);
    const change = aChange(id, bob, { replaces: order.ticketIds[0] });
    const refunded = () =>
      world.tell('order.refunded', change.orderId, {
        ...{
          orderId: change.orderId,
          userId: ann.id,
          eventId: id,
          version: 3,
          status: 'REFUNDED',
          amount: { amountMinor: 2000, currency: 'CAD' },
        },
        ...{ refundedTicketIds: [change.ticketId], remainingTicketIds: [], refundedAt: '2026-11-21T13:00:00Z' },
      });
    const news = [order.paid, change.tell, refunded];
    for (const index of sequence) await news[index]!();
    expect((await statusOf(ann, id))?.tickets ?? 0).toBe(0);
    expect((await statusOf(bob, id))?.tickets ?? 0).toBe(0);
    expect(await world.counts(id)).toMatchObject({ going: 0 });
    for (const code of ['OLD', 'NEW']) expect(await scan(id, code)).toMatchObject({ __typename: 'NoPlace' });
  });

  test('lets nobody in by its former code when who took it was erased meanwhile', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await tonight();
    const order = anOrder(world, ann, id, ['OLD']);
    await order.paid();
    await world.tell('user.erased', bob.id, { userId: bob.id });
    await aChange(id, bob, { replaces: order.ticketIds[0] }).tell();
    expect(await scan(id, 'OLD')).toMatchObject({ __typename: 'NoPlace' });
  });

  test('shows the door the name that its holder gave; an older one changes nothing', async () => {
    const ann = aViewer();
    const { id } = await tonight();
    const named = aChange(id, ann, { version: 3, attendeeName: 'Cleo Byrne' });
    await named.tell();
    await world.tell('ticket.changed', named.orderId, { ...named, version: 2, attendeeName: 'Somebody else' });
    expect(await scan(id, 'NEW')).toMatchObject({ __typename: 'CheckInSuccess', attendeeName: 'Cleo Byrne' });
  });
});
