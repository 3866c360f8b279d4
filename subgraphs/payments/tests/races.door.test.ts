import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { aViewer } from '@marquee/platform/testing';
import type { TicketAtDoor, TicketReturnRequested } from '@marquee/schema/topics';
import { Door } from './fixtures/door';
import { startWorld, type World } from './world';

const TICKETS = 4;

/** What happens next: somebody comes with a ticket, gives it back, or a fact arrives on one side (which of those that wait, and is it doubled). */
type Turn =
  | { what: 'scan'; ticket: number }
  | { what: 'refund'; ticket: number }
  | { what: 'to the door' | 'to payments'; which: number; again: boolean };

const turns: fc.Arbitrary<Turn[]> = fc.array(
  fc.oneof(
    fc.record({ what: fc.constantFrom('scan' as const, 'refund' as const), ticket: fc.nat(TICKETS - 1) }),
    fc.record({ what: fc.constantFrom('to the door' as const, 'to payments' as const), which: fc.nat(5), again: fc.boolean() }),
  ),
  { minLength: 6, maxLength: 24 },
);

/** Plays one evening and lets all facts arrive in the end. Returns for each ticket whether somebody is inside with it, and what payments says. */
async function play(world: World, evening: readonly Turn[]) {
  const organiser = aViewer();
  const hour = new Date(world.clock.now().getTime() + 3_600_000).toISOString();
  const event = await world.anEvent({
    creatorId: organiser.id,
    startsAt: hour,
    endsAt: new Date(Date.parse(hour) + 3_600_000).toISOString(),
  });
  const tier = await world.aTier({ event, organiser });
  const buyer = aViewer();
  const order = await world.buy(buyer, tier.id, TICKETS);
  const ids = order.tickets.map(({ id }) => id);
  const door = new Door(event.eventId);
  const toPayments: TicketAtDoor[] = [];
  let read = 0;
  const toDoor = async () =>
    (
      await world.sql<{ payload: TicketReturnRequested }>(
        `SELECT payload FROM outbox WHERE topic = 'ticket.return_requested' AND key = $1 ORDER BY sequence OFFSET $2`,
        [event.eventId, read],
      )
    ).map(({ payload }) => payload);
  const tell = (news: TicketAtDoor) => world.tell('ticket.at_door', event.eventId, news, randomUUID());

  for (const turn of evening) {
    if (turn.what === 'scan') {
      const news = door.scan(ids[turn.ticket]!);
      if (news) toPayments.push(news);
    } else if (turn.what === 'refund') {
      await world.refund(buyer, { orderId: order.id, ticketIds: [ids[turn.ticket]!] });
    } else if (turn.what === 'to the door') {
      const [request] = await toDoor();
      if (request) toPayments.push(...door.answer(request));
      if (request && !turn.again) read++;
    } else if (toPayments.length > 0) {
      const at = turn.which % toPayments.length;
      await tell(toPayments[at]!);
      if (!turn.again) toPayments.splice(at, 1);
    }
  }
  for (const request of await toDoor()) toPayments.push(...door.answer(request));
  for (const news of toPayments.reverse()) await tell(news);
  const rows = await world.sql<{ id: string; status: string }>('SELECT id, status FROM tickets WHERE order_id = $1', [order.id]);
  return rows.map(({ id, status }) => ({ inside: door.isInside(id), status }));
}

describe('check-in against refund (payments F2)', () => {
  it('leaves each ticket used or refunded, never both, in whatever order scans, requests and facts come', async () => {
    const world = await startWorld({ settings: { ANSWER_WITHIN_MS: '0' } });
    await fc.assert(
      fc.asyncProperty(turns, async (evening) => {
        for (const { inside, status } of await play(world, evening)) {
          expect(inside ? ['USED'] : ['VALID', 'REFUNDED']).toContain(status);
        }
      }),
      { numRuns: 25 },
    );
    await world.subgraph.runJob('make-refunds');
    expect(await world.sql(`SELECT 1 FROM refunds WHERE status IN ('REQUESTED', 'PROMISED')`)).toEqual([]);
    expect(await world.health()).toMatchObject({ healthy: true });
  }, 120_000);

  it('control: without asking the door a ticket is both', async () => {
    const world = await startWorld({ settings: { ANSWER_WITHIN_MS: '0', DOOR_OPENS_HOURS: '0' } });
    const outcomes = await play(world, [
      { what: 'scan', ticket: 0 },
      { what: 'refund', ticket: 0 },
    ]);
    expect(outcomes).toContainEqual({ inside: true, status: 'REFUNDED' });
  });
});
