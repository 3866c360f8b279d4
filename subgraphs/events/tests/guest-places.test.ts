import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import { GuestPlacesDocument } from './generated/documents';
import { anOrder } from './selling';
import { sqlOn, type Sql } from './sql';
import { HOUR, startWorld, type World } from './world';

let world: World;
let sql: Sql;
beforeAll(async () => {
  world = await startWorld();
  sql = sqlOn(world);
});

const tonight = () => {
  const at = (hours: number) => new Date(world.clock.now().getTime() + hours * HOUR).toISOString();
  return world.anEvent({ startsAt: at(1), endsAt: at(2), capacity: 10 });
};
const placesOf = async (viewer: Viewer, id: string): Promise<Data> =>
  (await world.run(viewer, GuestPlacesDocument, { id })).event!.attendees;
const checkIn = async (eventId: string, by: { ticketCode: string } | { userId: string }): Promise<Data> =>
  (
    await world.run(
      world.organiser,
      `mutation ($input: CheckInInput!) { checkIn(input: $input) { __typename ... on CheckInSuccess { attendeeName attendance { isGuest admitted user { id } } } } }`,
      { input: { eventId, nonce: randomUUID(), ...by } },
    )
  ).checkIn;
/** What the other subgraphs were told of answers to an event. */
const told = async (eventId: string) =>
  (
    await sql(
      `SELECT payload ->> 'userId' AS person FROM outbox WHERE topic IN ('attendance.changed', 'attendance.no_show') AND key = '${eventId}'`,
    )
  ).rows.map((row) => (row as { person: string }).person);

describe('a guest of the box office without an account (P2)', () => {
  test('has places of their own, under the name that was written on the ticket, and nobody else is told of an answer', async () => {
    const { id } = await tonight();
    const order = anOrder(world, null, id, ['A', 'B']);
    await order.paid();
    await order.changed({ attendeeName: 'Gwen Guest' });
    expect(await placesOf(world.organiser, id)).toMatchObject({
      totalCount: 1,
      nodes: [{ isGuest: true, guestName: 'Gwen Guest', user: null, status: 'GOING', tickets: 2, visibility: 'PRIVATE' }],
    });
    expect(await world.counts(id)).toMatchObject({ going: 2, available: 8 });
    expect(await placesOf(aViewer(), id)).toMatchObject({ totalCount: 0, nodes: [] });
    expect(await told(id)).toEqual([]);
    await order.refunded(1);
    expect((await placesOf(world.organiser, id)).nodes).toMatchObject([{ tickets: 1 }]);
    await order.refunded();
    expect(await world.counts(id)).toMatchObject({ going: 0, available: 10 });
  });

  test('comes in by their own code, whoever of the team is inside on no ticket', async () => {
    const { id } = await tonight();
    await world.rsvp(world.organiser, id);
    expect(await checkIn(id, { userId: world.organiser.id })).toMatchObject({ __typename: 'CheckInSuccess' });
    const order = anOrder(world, null, id, ['C']);
    await order.paid();
    await order.changed({ attendeeName: 'Gwen Guest' });
    expect(await checkIn(id, { ticketCode: 'C' })).toEqual({
      __typename: 'CheckInSuccess',
      attendeeName: 'Gwen Guest',
      attendance: { isGuest: true, admitted: 1, user: null },
    });
    expect(await checkIn(id, { ticketCode: 'C' })).toMatchObject({ __typename: 'AlreadyCheckedIn' });
    expect(await world.counts(id)).toMatchObject({ going: 2 });
    expect(await told(id)).toEqual([world.organiser.id, world.organiser.id]);
  });

  test('who stood in the name of somebody until now gets the places, and that person keeps none of them', async () => {
    const { id } = await tonight();
    const order = anOrder(world, world.organiser, id, ['D', 'E']);
    await order.paid();
    await order.changed({ userId: order.orderId, attendeeName: 'Gus' });
    expect((await placesOf(world.organiser, id)).nodes).toMatchObject([{ isGuest: true, guestName: 'Gus', tickets: 2 }]);
    expect(await world.counts(id)).toMatchObject({ going: 2 });
  });
});
