import { createHash, randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import { CancelEventDocument, CheckInDocument, type CheckInInput } from './generated/documents';
import { DAY, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const money = { amountMinor: 2000, currency: 'CAD' };

function anOrder(buyer: Viewer, eventId: string, codes: readonly string[] = [randomUUID()]) {
  const orderId = randomUUID();
  const tickets = codes.map((code) => ({
    ticketId: randomUUID(),
    tierId: randomUUID(),
    tierName: 'Floor',
    codeHash: createHash('sha256').update(code).digest('hex'),
  }));
  const base = { orderId, userId: buyer.id, eventId };
  return {
    paid: () => world.tell('order.paid', orderId, { ...base, version: 2, total: money, tickets, paidAt: '2026-11-21T12:00:00Z' }),
    refunded: (from = 0) =>
      world.tell('order.refunded', orderId, {
        ...base,
        version: 3,
        status: from ? 'PARTIALLY_REFUNDED' : 'REFUNDED',
        amount: money,
        refundedTicketIds: tickets.slice(from).map(({ ticketId }) => ticketId),
        remainingTicketIds: tickets.slice(0, from).map(({ ticketId }) => ticketId),
        refundedAt: '2026-11-21T13:00:00Z',
      }),
  };
}

const statusOf = async (viewer: Viewer, id: string) =>
  (await world.run(viewer, 'query ($id: ID!) { event(id: $id) { viewerAttendance { status } } }', { id })).event.viewerAttendance?.status ??
  null;

describe('a paid ticket', () => {
  test('makes its buyer going; a refund takes the place back', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent({ capacity: 5 });
    const order = anOrder(ann, id);
    await order.paid();
    expect(await statusOf(ann, id)).toBe('GOING');
    expect(await world.counts(id)).toMatchObject({ going: 1, available: 4 });
    await order.refunded();
    expect(await statusOf(ann, id)).toBe('CANCELLED');
    expect(await world.counts(id)).toMatchObject({ going: 0, available: 5 });
  });

  test('is never refused: on a full event its place comes on top, and the next one given back makes up for it', async () => {
    const [ann, bob, cleo] = [aViewer(), aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 1 });
    await world.rsvp(ann, id);
    await world.rsvp(cleo, id);
    await anOrder(bob, id).paid();
    expect(await statusOf(bob, id)).toBe('GOING');
    expect(await world.counts(id)).toMatchObject({ going: 2, capacity: 1, available: 0, waitlisted: 1 });
    await world.rsvp(ann, id, 'NOT_GOING');
    expect(await statusOf(cleo, id)).toBe('WAITLISTED');
    expect(await world.counts(id)).toMatchObject({ going: 1, available: 0, waitlisted: 1 });
  });

  test('takes its buyer out of the queue', async () => {
    const [ann, bob, cleo] = [aViewer(), aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 1 });
    for (const guest of [ann, bob, cleo]) await world.rsvp(guest, id);
    await world.rsvp(ann, id, 'NOT_GOING');
    await anOrder(bob, id).paid();
    expect(await world.counts(id)).toMatchObject({ going: 1, waitlisted: 1, available: 0 });
    expect(await statusOf(bob, id)).toBe('GOING');
  });

  test('turns the place its buyer had into a paid one, without taking a second', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent({ capacity: 5 });
    await world.rsvp(ann, id);
    await anOrder(ann, id).paid();
    expect(await world.counts(id)).toMatchObject({ going: 1 });
    expect(await world.rsvp(ann, id, 'NOT_GOING')).toMatchObject({ __typename: 'HasTicket', code: 'NOT_ALLOWED_NOW' });
    expect(await statusOf(ann, id)).toBe('GOING');
  });

  test('holds the place while one of several is left', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent();
    const [order, second] = [anOrder(ann, id, ['a', 'b']), anOrder(ann, id, ['c'])];
    await order.paid();
    await second.paid();
    await order.refunded(1);
    expect(await statusOf(ann, id)).toBe('GOING');
    await order.refunded(0);
    expect(await statusOf(ann, id)).toBe('GOING');
    await second.refunded();
    expect(await statusOf(ann, id)).toBe('CANCELLED');
  });

  test('ends the same in whatever order and however often its facts come', async () => {
    const steps = ['paid', 'refunded'] as const;
    for (const order of [
      ['refunded', 'paid'],
      ['paid', 'refunded', 'paid', 'refunded'],
      ['refunded', 'paid', 'paid'],
    ] as const) {
      const ann = aViewer();
      const { id } = await world.anEvent({ capacity: 2 });
      const ticket = anOrder(ann, id);
      for (const step of order) await ticket[steps.find((known) => known === step)!]();
      expect([null, 'CANCELLED']).toContain(await statusOf(ann, id));
      expect(await world.counts(id)).toMatchObject({ going: 0, available: 2 });
    }
  });

  test('is taken in though its event is over, cancelled or unknown here', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent();
    await world.run(world.organiser, CancelEventDocument, {
      input: { eventId: id },
    });
    const order = anOrder(ann, id);
    await order.paid();
    expect(await statusOf(ann, id)).toBe('GOING');
    await order.refunded();
    expect(await statusOf(ann, id)).toBe('CANCELLED');
    await anOrder(ann, randomUUID()).paid();
  });
});

describe('the door', () => {
  const checkIn = async (input: Omit<CheckInInput, 'nonce'> & { nonce?: string }, viewer = world.organiser): Promise<Data> =>
    (await world.run(viewer, CheckInDocument, { input: { nonce: randomUUID(), ...input } })).checkIn;

  test('lets in who goes, once', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent();
    await world.rsvp(ann, id);
    const now = world.clock.now().toISOString();
    expect(await checkIn({ eventId: id, userId: ann.id })).toMatchObject({
      __typename: 'CheckInSuccess',
      attendance: { status: 'GOING', checkedInAt: now },
    });
    expect(await checkIn({ eventId: id, userId: ann.id })).toMatchObject({
      __typename: 'AlreadyCheckedIn',
      code: 'NOT_ALLOWED_NOW',
      checkedInAt: now,
    });
    expect(await world.counts(id)).toMatchObject({ going: 1, checkedIn: 1 });
    expect(await world.rsvp(ann, id, 'NOT_GOING')).toMatchObject({ __typename: 'NotAllowed' });
  });

  test('takes a scan that is sent twice for one', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent();
    await world.rsvp(ann, id);
    const scan = { eventId: id, userId: ann.id, nonce: 'scanner-1:17' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => checkIn(scan)));
    expect(answers).toEqual(answers.map(() => answers[0]));
    expect(answers[0]!.__typename).toBe('CheckInSuccess');
    expect(await world.counts(id)).toMatchObject({ checkedIn: 1 });
  });

  test('keeps the numbers right when a scan is sent again while an offer runs out', async () => {
    const [ann, bob, cleo] = [aViewer(), aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 2 });
    for (const guest of [ann, bob, cleo]) await world.rsvp(guest, id);
    await world.rsvp(bob, id, 'NOT_GOING');
    const scan = { eventId: id, userId: ann.id, nonce: 'scanner-2:1' };
    await checkIn(scan);
    world.clock.advance(2 * DAY);
    expect(await checkIn(scan)).toMatchObject({ __typename: 'CheckInSuccess' });
    expect(await statusOf(cleo, id)).toBe('INTERESTED');
    expect(await world.counts(id)).toMatchObject({ going: 1, interested: 1, waitlisted: 0, available: 1 });
  });

  test('of ten scanners that see one guest at once, one lets in', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent();
    await world.rsvp(ann, id);
    const answers = await Promise.all(Array.from({ length: 10 }, () => checkIn({ eventId: id, userId: ann.id })));
    expect(answers.filter((answer) => answer.__typename === 'CheckInSuccess')).toHaveLength(1);
    expect(answers.filter((answer) => answer.__typename === 'AlreadyCheckedIn')).toHaveLength(9);
  });

  test('knows a ticket by its code, each once, also two of one buyer', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent();
    const other = await world.anEvent();
    const order = anOrder(ann, id, ['CODE-A', 'CODE-B', 'CODE-C']);
    await order.paid();
    expect(await checkIn({ eventId: other.id, ticketCode: 'CODE-A' })).toMatchObject({ __typename: 'NoPlace' });
    expect(await checkIn({ eventId: id, ticketCode: 'CODE-X' })).toMatchObject({
      __typename: 'NoPlace',
      message: 'This ticket is not valid for this event.',
    });
    expect(await checkIn({ eventId: id, ticketCode: 'CODE-A' })).toMatchObject({ __typename: 'CheckInSuccess' });
    expect(await checkIn({ eventId: id, ticketCode: 'CODE-A' })).toMatchObject({ __typename: 'AlreadyCheckedIn' });
    expect(await checkIn({ eventId: id, ticketCode: 'CODE-B' })).toMatchObject({ __typename: 'CheckInSuccess' });
    expect(await world.counts(id)).toMatchObject({ checkedIn: 1 });
    await order.refunded(2);
    expect(await checkIn({ eventId: id, ticketCode: 'CODE-C' })).toMatchObject({ __typename: 'NoPlace' });
  });

  test('is shut for who has no place', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 1 });
    await world.rsvp(ann, id);
    await world.rsvp(bob, id);
    expect(await checkIn({ eventId: id, userId: bob.id })).toMatchObject({ __typename: 'NoPlace' });
    expect(await checkIn({ eventId: id, userId: randomUUID() })).toMatchObject({ __typename: 'NoPlace' });
  });

  test('is kept by the organiser and those who manage attendees', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent();
    await world.rsvp(ann, id);
    expect(await checkIn({ eventId: id, userId: ann.id }, ann)).toMatchObject({ __typename: 'NotAllowed', code: 'FORBIDDEN' });
    expect(await checkIn({ eventId: id, userId: ann.id }, aViewer({ role: 'moderator' }))).toMatchObject({ __typename: 'NotAllowed' });
    expect(await checkIn({ eventId: id, userId: ann.id }, aViewer({ permissions: ['manage:attendees'] }))).toMatchObject({
      __typename: 'CheckInSuccess',
    });
  });

  test('asks for a person or a ticket, not both and not neither', async () => {
    const { id } = await world.anEvent();
    expect(await checkIn({ eventId: id })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await checkIn({ eventId: id, userId: randomUUID(), ticketCode: 'x' })).toMatchObject({ __typename: 'InvalidInput' });
  });

  test('does not open to a draft or a cancelled event', async () => {
    const draft = await world.anEvent({ status: 'DRAFT' });
    expect(await checkIn({ eventId: draft.id, userId: randomUUID() })).toMatchObject({ __typename: 'EventNotOpen' });
  });
});
