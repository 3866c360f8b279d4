import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { aPerson } from './people';
import {
  AcceptTransferDocument,
  AssignTicketDocument,
  CancelTransferDocument,
  TicketTransferOfDocument,
  TransferTicketDocument,
} from './generated/documents';
import { eventChanged, outcome, startWorld, type Tier, type World } from './world';

const HOUR = 3_600_000;

const offer = async (world: World, by: Viewer, ticketId: string, toUserId?: string, idempotencyKey?: string) =>
  outcome((await world.run(by, TransferTicketDocument, { input: { ticketId, toUserId, idempotencyKey } })).transferTicket);
const accept = async (world: World, by: Viewer, input: { transferId?: string; token?: string; idempotencyKey?: string }) =>
  outcome((await world.run(by, AcceptTransferDocument, { input })).acceptTransfer);
const cancel = async (world: World, by: Viewer, transferId: string) =>
  outcome((await world.run(by, CancelTransferDocument, { input: { transferId } })).cancelTransfer);
const told = (world: World, topic: string) =>
  world.sql<{ payload: Record<string, unknown> }>('SELECT payload FROM outbox WHERE topic = $1 ORDER BY sequence', [topic]);

describe('giving a ticket to somebody else (A10)', () => {
  let world: World;
  let tier: Tier;
  let ann: Viewer;
  let bob: Viewer;
  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    [ann, bob] = [await aPerson(world), await aPerson(world)];
    tier = await world.aTier();
  });
  const bought = async (quantity = 1) => {
    const order = await world.buy(ann, tier.id, quantity);
    return { order, ticket: order.tickets[0]! };
  };

  it('puts another ticket with another code in its place; the money stays where it is', async () => {
    const { order, ticket } = await bought(2);
    const { transfer } = await offer(world, ann, ticket.id, bob.id);
    expect(transfer).toMatchObject({
      status: 'OFFERED',
      token: null,
      sender: { id: ann.id },
      recipient: { id: bob.id },
      tier: { id: tier.id },
    });
    const taken = await accept(world, bob, { transferId: transfer!.id });
    expect(taken).toMatchObject({
      __typename: 'AcceptTransferSuccess',
      transfer: { status: 'ACCEPTED' },
      ticket: { status: 'VALID', holder: { id: bob.id }, order: null },
    });
    expect(taken.ticket!.code).toMatch(/^[0-9A-Z]{20}$/);
    expect(taken.ticket!.code).not.toBe(ticket.code);
    const { data } = await world.execute(ann, 'query($id: ID!) { order(id: $id) { status tickets { id code holder { id } } } }', {
      id: order.id,
    });
    expect(data!.order.status).toBe('PAID');
    expect(data!.order.tickets).toHaveLength(2);
    expect(data!.order.tickets).toContainEqual({ id: taken.ticket!.id, code: null, holder: { id: bob.id } });
    expect((await world.execute(ann, 'query($code: String!) { ticket(code: $code) { status code } }', { code: ticket.code })).data).toEqual(
      {
        ticket: { status: 'TRANSFERRED', code: null },
      },
    );
    expect((await told(world, 'ticket.changed')).at(-1)!.payload).toMatchObject({
      ticketId: taken.ticket!.id,
      replaces: ticket.id,
      userId: bob.id,
    });
    expect(await world.remaining(tier.id)).toBe(8);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('goes by a link to whoever has it, once', async () => {
    const { ticket } = await bought();
    const { transfer } = await offer(world, ann, ticket.id);
    const token = transfer!.token!;
    expect(token).toMatch(/^[0-9A-Z]{20}$/);
    expect((await world.run(bob, TicketTransferOfDocument, { token })).ticketTransfer).toMatchObject({ id: transfer!.id, token: null });
    expect((await world.run(bob, TicketTransferOfDocument, { token: '0'.repeat(20) })).ticketTransfer).toBeNull();
    expect(await accept(world, bob, { token: `${token.slice(0, 10)}-${token.slice(10).toLowerCase()}` })).toMatchObject({
      ticket: { holder: { id: bob.id } },
    });
    expect(await accept(world, await aPerson(world), { token })).toMatchObject({ __typename: 'NotFound' });
    expect(await accept(world, bob, { token })).toMatchObject({ __typename: 'TransferClosed', reason: 'NOT_OFFERED' });
  });

  it('is refused to strangers, to oneself, to nobody, and to those one has blocked', async () => {
    const { ticket } = await bought();
    expect(await offer(world, bob, ticket.id, ann.id)).toMatchObject({ __typename: 'NotFound' });
    expect(await offer(world, ann, ticket.id, ann.id)).toMatchObject({ __typename: 'InvalidInput' });
    expect(await offer(world, ann, ticket.id, randomUUID())).toMatchObject({ __typename: 'NotFound' });
    const connection = { connectionId: randomUUID(), version: 1, requesterId: bob.id, addresseeId: ann.id, type: 'FRIEND' as const };
    const { transfer } = await offer(world, ann, ticket.id, bob.id);
    await world.tell('connection.changed', connection.connectionId, { ...connection, status: 'BLOCKED' });
    expect(await accept(world, bob, { transferId: transfer!.id })).toMatchObject({ reason: 'NOT_OFFERED' });
    await cancel(world, ann, transfer!.id);
    expect(await offer(world, ann, ticket.id, bob.id)).toMatchObject({ __typename: 'NotFound' });
    await world.tell('connection.changed', connection.connectionId, { ...connection, version: 2, status: 'REMOVED' });
    expect(await offer(world, ann, ticket.id, bob.id)).toMatchObject({ __typename: 'TransferTicketSuccess' });
  });

  it('ends when its sender is suspended, takes it back, or the other declines', async () => {
    const { ticket } = await bought();
    const first = (await offer(world, ann, ticket.id, bob.id)).transfer!;
    expect(await offer(world, ann, ticket.id, bob.id)).toMatchObject({ __typename: 'Conflict' });
    expect(await cancel(world, await aPerson(world), first.id)).toMatchObject({ __typename: 'NotFound' });
    expect(await cancel(world, bob, first.id)).toMatchObject({ transfer: { status: 'DECLINED' } });
    const second = (await offer(world, ann, ticket.id, bob.id)).transfer!;
    expect(await cancel(world, ann, second.id)).toMatchObject({ transfer: { status: 'CANCELLED' } });
    expect(await cancel(world, ann, second.id)).toMatchObject({ reason: 'NOT_OFFERED' });
    const third = (await offer(world, ann, ticket.id, bob.id)).transfer!;
    await aPerson(world, { viewer: ann, active: false, version: 2 });
    expect(await accept(world, bob, { transferId: third.id })).toMatchObject({ reason: 'NOT_OFFERED' });
    expect(await accept(world, ann, { transferId: third.id })).toMatchObject({ __typename: 'NotFound' });
  });

  it('expires, and can be offered anew', async () => {
    const { ticket } = await bought();
    const { transfer } = await offer(world, ann, ticket.id, bob.id);
    world.clock.advance(7 * 24 * HOUR);
    expect(await accept(world, bob, { transferId: transfer!.id })).toMatchObject({ reason: 'NOT_OFFERED' });
    expect(await offer(world, ann, ticket.id, bob.id)).toMatchObject({ transfer: { status: 'OFFERED' } });
    expect(await world.sql('SELECT status FROM ticket_transfers WHERE id = $1', [transfer!.id])).toEqual([{ status: 'EXPIRED' }]);
  });

  it('is not possible once the door is about to open, nor with a used ticket, nor when the event was called off', async () => {
    const start = world.clock.now().getTime();
    const soon = await world.aTier({
      event: await world.anEvent({ startsAt: new Date(start + 7 * HOUR).toISOString(), endsAt: new Date(start + 9 * HOUR).toISOString() }),
    });
    const [late] = (await world.buy(ann, soon.id)).tickets;
    const { transfer } = await offer(world, ann, late!.id, bob.id);
    expect(new Date(transfer!.expiresAt).getTime()).toBe(start + HOUR);
    world.clock.advance(55 * 60_000);
    expect(await accept(world, bob, { transferId: transfer!.id })).toMatchObject({ reason: 'DOOR_OPEN' });
    expect(await offer(world, ann, late!.id)).toMatchObject({ reason: 'DOOR_OPEN' });

    const { ticket } = await bought();
    const { eventId } = tier.event;
    await world.tell('ticket.at_door', eventId, {
      eventId,
      ticketId: ticket.id,
      version: 1,
      state: 'ADMITTED',
      at: world.clock.now().toISOString(),
    });
    expect(await offer(world, ann, ticket.id, bob.id)).toMatchObject({ reason: 'TICKET_NOT_VALID' });

    const { ticket: other } = await bought();
    const offered = (await offer(world, ann, other.id, bob.id)).transfer!;
    await world.tell('event.changed', eventId, { ...tier.event, version: 2, change: 'CANCELLED', status: 'CANCELLED' });
    expect(await accept(world, bob, { transferId: offered.id })).toMatchObject({ reason: 'EVENT_CLOSED' });
  });

  it('asks of who takes it what the organiser asks of guests', async () => {
    const picky = await world.aTier();
    const [ticket] = (await world.buy(ann, picky.id)).tickets;
    await world.tell('event.changed', picky.event.eventId, {
      ...picky.event,
      version: 2,
      requirements: { requiresApproval: false, invitationOnly: false, minPoints: 50, minRating: null },
    });
    const { transfer } = await offer(world, ann, ticket!.id, bob.id);
    expect(await accept(world, bob, { transferId: transfer!.id })).toMatchObject({ __typename: 'NotEligible' });
    await aPerson(world, { viewer: bob, version: 2, points: 50 });
    expect(await accept(world, bob, { transferId: transfer!.id })).toMatchObject({ __typename: 'AcceptTransferSuccess' });
  });

  it('lets its buyer refund no ticket that is somebody else’s; the box office can, and an offer ends with a refund', async () => {
    const { order, ticket } = await bought(2);
    const { transfer } = await offer(world, ann, ticket.id, bob.id);
    const { ticket: given } = await accept(world, bob, { transferId: transfer!.id });
    expect(await world.refund(bob, { orderId: order.id })).toMatchObject({ __typename: 'NotFound' });
    expect(await world.refund(ann, { orderId: order.id, ticketIds: [given!.id] })).toMatchObject({ __typename: 'InvalidInput' });
    const open = (await offer(world, ann, order.tickets[1]!.id, bob.id)).transfer!;
    expect(await world.refund(ann, { orderId: order.id })).toMatchObject({
      order: { status: 'PARTIALLY_REFUNDED', refundedTotal: { amountMinor: 2500 } },
    });
    expect(await accept(world, bob, { transferId: open.id })).toMatchObject({ reason: 'NOT_OFFERED' });
    expect((await told(world, 'ticket.transfer_changed')).at(-1)!.payload).toMatchObject({ transferId: open.id, status: 'CANCELLED' });
    expect(await world.refund(tier.organiser, { orderId: order.id })).toMatchObject({
      order: { status: 'REFUNDED', refundedTotal: { amountMinor: 5000 } },
    });
    await world.subgraph.runJob('make-refunds');
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('can be given back to its buyer, who then refunds it', async () => {
    const { order, ticket } = await bought();
    const { ticket: given } = await accept(world, bob, { transferId: (await offer(world, ann, ticket.id, bob.id)).transfer!.id });
    const { ticket: back } = await accept(world, ann, { transferId: (await offer(world, bob, given!.id, ann.id)).transfer!.id });
    expect(back).toMatchObject({ status: 'VALID', order: { id: order.id } });
    expect(await world.refund(ann, { orderId: order.id })).toMatchObject({ order: { status: 'REFUNDED' } });
  });

  it('repeats a request with its key, and shows both people their offers alone', async () => {
    const { ticket } = await bought();
    const [first, again] = [await offer(world, ann, ticket.id, undefined, 'k'), await offer(world, ann, ticket.id, undefined, 'k')];
    expect(again.transfer).toEqual(first.transfer);
    expect(await offer(world, ann, ticket.id, bob.id, 'k')).toMatchObject({ __typename: 'KeyReused' });
    const token = first.transfer!.token!;
    const key = { token, idempotencyKey: 'a' };
    expect((await accept(world, bob, key)).ticket).toEqual((await accept(world, bob, key)).ticket);
    const list = (viewer: Viewer, who: Viewer, direction: string) =>
      world.entity(
        viewer,
        { __typename: 'User', id: who.id },
        `{ ticketTransfers(direction: ${direction}, first: 5) { totalCount nodes { id status } } }`,
      );
    const shown = { ticketTransfers: { totalCount: 1, nodes: [{ id: first.transfer!.id, status: 'ACCEPTED' }] } };
    expect((await list(ann, ann, 'OUTGOING')).data!._entities[0]).toEqual(shown);
    expect((await list(bob, bob, 'INCOMING')).data!._entities[0]).toEqual(shown);
    expect((await list(bob, ann, 'OUTGOING')).data!._entities[0]).toEqual({ ticketTransfers: null });
    const stranger = await world.entity(
      await aPerson(world),
      { __typename: 'TicketTransfer', id: first.transfer!.id },
      '{ id token sender { id } }',
    );
    expect(JSON.stringify(stranger)).not.toContain(ann.id);
  });

  it.each(['GROUP_ONLY', 'PRIVATE'] as const)('is taken by nobody who may not see the event: %s', async (visibility) => {
    const { ticket } = await bought();
    const { transfer } = await offer(world, ann, ticket.id);
    await world.anEvent({ ...tier.event, version: tier.event.version + 1, visibility, groupId: randomUUID() });
    expect(await accept(world, bob, { token: transfer!.token! })).toMatchObject({ __typename: 'NotFound' });
  });

  it('tells its buyer no name that somebody else has put on it', async () => {
    const { order, ticket } = await bought();
    const { ticket: taken } = await accept(world, bob, { transferId: (await offer(world, ann, ticket.id, bob.id)).transfer!.id });
    await world.run(bob, AssignTicketDocument, { input: { ticketId: taken!.id, attendeeName: 'Cleo Byrne' } });
    const namesFor = async (viewer: Viewer) =>
      (await world.execute(viewer, 'query($id: ID!) { order(id: $id) { tickets { attendeeName } } }', { id: order.id })).data!.order
        .tickets;
    expect(await namesFor(ann)).toEqual([{ attendeeName: null }]);
    expect(await namesFor(tier.organiser)).toEqual([{ attendeeName: 'Cleo Byrne' }]);
  });

  it('names whom a ticket lets in; the door is told', async () => {
    const { ticket } = await bought();
    const assign = async (by: Viewer, attendeeName: string | null, version?: number) =>
      outcome((await world.run(by, AssignTicketDocument, { input: { ticketId: ticket.id, attendeeName, version } })).assignTicket);
    expect(await assign(ann, 'Cleo Byrne')).toMatchObject({ ticket: { attendeeName: 'Cleo Byrne', version: 2 } });
    expect((await told(world, 'ticket.changed')).at(-1)!.payload).toMatchObject({
      ticketId: ticket.id,
      attendeeName: 'Cleo Byrne',
      replaces: null,
    });
    expect(await assign(tier.organiser, 'Cleo B.', 1)).toMatchObject({ __typename: 'Conflict' });
    expect(await assign(tier.organiser, null)).toMatchObject({ ticket: { attendeeName: null } });
    expect(await assign(bob, 'Bob')).toMatchObject({ __typename: 'NotFound' });
    expect(await assign(ann, '4111 1111 1111 1111')).toMatchObject({ __typename: 'InvalidInput' });
    // Who gives it away names nobody on it any more, and reads no name.
    await accept(world, bob, { transferId: (await offer(world, ann, ticket.id, bob.id)).transfer!.id });
    expect(await assign(ann, 'Ann')).toMatchObject({ __typename: 'Conflict' });
  });

  it('leaves a pseudonym of an erased person, and ends what they offered', async () => {
    const { ticket } = await bought(2);
    const { transfer } = await offer(world, ann, ticket.id, bob.id);
    await world.tell('user.erased', ann.id, { userId: ann.id });
    expect(await accept(world, bob, { transferId: transfer!.id })).toMatchObject({ reason: 'NOT_OFFERED' });
    for (const table of ['ticket_transfers', 'tickets', 'person_blocks'])
      expect(await world.sql(`SELECT 1 FROM ${table} t WHERE to_jsonb(t)::text LIKE '%' || $1 || '%'`, [ann.id])).toEqual([]);
  });
});

describe('at the same moment', () => {
  /** The ticket is accepted while its buyer refunds it. */
  async function both(world: World, refunded: () => void = () => undefined) {
    const [ann, bob] = [await aPerson(world), await aPerson(world)];
    const tier = await world.aTier();
    const order = await world.buy(ann, tier.id);
    const { transfer } = await offer(world, ann, order.tickets[0]!.id, bob.id);
    const refund = world.refund(ann, { orderId: order.id }).finally(refunded);
    const [taken, back] = await Promise.all([accept(world, bob, { transferId: transfer!.id }), refund]);
    const [{ valid }] = (await world.sql<{ valid: number }>(
      `SELECT count(*)::int AS valid FROM tickets WHERE order_id = $1 AND status = 'VALID'`,
      [order.id],
    )) as [{ valid: number }];
    return { taken: taken.__typename === 'AcceptTransferSuccess', back: back.__typename === 'RefundOrderSuccess', valid };
  }

  it('a ticket is refunded or taken, never both', async () => {
    const world = await startWorld();
    for (let round = 0; round < 5; round++) {
      const { taken, back, valid } = await both(world);
      expect([taken, back].filter(Boolean)).toHaveLength(1);
      expect(valid).toBe(taken ? 1 : 0);
    }
    await world.subgraph.runJob('make-refunds');
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('control: without the lock on the order it is refunded, and lets somebody in', async () => {
    const meet = meetingOf(2);
    let refunded!: () => void;
    const refund = new Promise<void>((resolve) => (refunded = resolve));
    let looks = 0;
    // Both have read before either writes, and who takes the ticket writes last. The first look at the ticket is that of the offer.
    const hook = async (statement: string) => {
      if (statement === 'ticket.findMany') await meet();
      if (statement === 'ticket.findUniqueOrThrow' && ++looks === 2) await meet().then(() => refund);
    };
    const world = await startWorld({ db: (db) => withoutLocks(watched(db, { after: hook })) });
    expect(await both(world, refunded)).toEqual({ taken: true, back: true, valid: 1 });
  });

  it('a link is taken by one of many', async () => {
    const world = await startWorld();
    const ann = await aPerson(world);
    const tier = await world.aTier();
    const order = await world.buy(ann, tier.id);
    const { transfer } = await offer(world, ann, order.tickets[0]!.id);
    const people = await Promise.all(Array.from({ length: 10 }, () => aPerson(world)));
    const answers = await Promise.all(people.map((person) => accept(world, person, { token: transfer!.token! })));
    expect(answers.filter(({ __typename }) => __typename === 'AcceptTransferSuccess')).toHaveLength(1);
    expect(await world.sql(`SELECT 1 FROM tickets WHERE status = 'VALID'`)).toHaveLength(1);
  });

  it('an entry that the door tells late is told of the old ticket, and changes nothing', async () => {
    const world = await startWorld();
    const [ann, bob] = [await aPerson(world), await aPerson(world)];
    const tier = await world.aTier({ event: await world.anEvent(eventChanged(world.clock.now())) });
    const [ticket] = (await world.buy(ann, tier.id)).tickets;
    const { transfer } = await offer(world, ann, ticket!.id, bob.id);
    const { ticket: given } = await accept(world, bob, { transferId: transfer!.id });
    const { eventId } = tier.event;
    await world.tell('ticket.at_door', eventId, {
      eventId,
      ticketId: ticket!.id,
      version: 1,
      state: 'ADMITTED',
      at: world.clock.now().toISOString(),
    });
    expect(await world.sql('SELECT id, status FROM tickets ORDER BY created_at, status DESC')).toEqual(
      expect.arrayContaining([
        { id: ticket!.id, status: 'TRANSFERRED' },
        { id: given!.id, status: 'VALID' },
      ]),
    );
  });
});
