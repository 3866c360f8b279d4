import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import type { PlacesGranted, TicketAtDoor, TicketChanged } from '@marquee/schema/topics';
import { hashOfCode } from '../src/modules/attendance/scan';
import type { World } from './world';

const money = { amountMinor: 2000, currency: 'CAD' };

/** Tickets of one buyer, null: a guest of the box office without an account; and what payments tells of them. */
export function anOrder(world: World, buyer: Viewer | null, eventId: string, codes: readonly string[] = [randomUUID()]) {
  const orderId = randomUUID();
  const tickets = codes.map((code) => ({
    ticketId: randomUUID(),
    tierId: randomUUID(),
    tierName: 'Floor',
    codeHash: hashOfCode(code),
  }));
  const base = { orderId, userId: buyer?.id ?? orderId, eventId, ...(buyer ? {} : { guest: true }) };
  const ticketIds = tickets.map(({ ticketId }) => ticketId);
  return {
    orderId,
    ticketIds,
    /** The name on the tickets was written, or they went to somebody else. */
    changed: async (parts: Partial<TicketChanged> = {}) => {
      for (const { ticketId, tierName, codeHash } of tickets)
        await world.tell('ticket.changed', orderId, {
          ...{ ticketId, version: 2, orderId, eventId, userId: base.userId, tierName, codeHash, attendeeName: null },
          ...{ paidAt: '2026-11-21T12:00:00Z', replaces: null, changedAt: '2026-11-21T12:30:00Z', ...parts },
        });
    },
    paid: () => world.tell('order.paid', orderId, { ...base, version: 2, total: money, tickets, paidAt: '2026-11-21T12:00:00Z' }),
    refunded: (from = 0) =>
      world.tell('order.refunded', orderId, {
        ...base,
        version: 3,
        status: from ? 'PARTIALLY_REFUNDED' : 'REFUNDED',
        amount: money,
        refundedTicketIds: ticketIds.slice(from),
        remainingTicketIds: ticketIds.slice(0, from),
        refundedAt: '2026-11-21T13:00:00Z',
      }),
    /** Payments asks the door before it takes them back. */
    askBack: (which: readonly string[] = ticketIds, force = false) =>
      world.tell('ticket.return_requested', eventId, { eventId, orderId, refundId: randomUUID(), ticketIds: [...which], force }),
  };
}

/** What events has told payments since it was asked for. */
export async function toldToPayments(world: World) {
  const grants: PlacesGranted[] = [];
  const atDoor: TicketAtDoor[] = [];
  await world.bus.consume(
    `listener-${randomUUID()}`,
    ['places.granted'],
    async ({ payload }) => void grants.push(payload as PlacesGranted),
  );
  await world.bus.consume(`listener-${randomUUID()}`, ['ticket.at_door'], async ({ payload }) => void atDoor.push(payload as TicketAtDoor));
  return {
    grantsOf: async (eventId: string) => {
      await world.subgraph.drain();
      return grants.filter((grant) => grant.eventId === eventId).map(({ version, places }) => [version, places]);
    },
    statesOf: async (ticketId: string) => {
      await world.subgraph.drain();
      return atDoor.filter((told) => told.ticketId === ticketId).map(({ version, state }) => [version, state]);
    },
  };
}

/** Stands for payments: sells the tickets of one event within what it is granted, and tells of it. */
export function aBoxOffice(world: World, eventId: string) {
  const tierId = randomUUID();
  const tiers = [{ tierId, name: 'Floor', price: money, onSale: true }];
  let version = 0;
  let placesTaken = 0;
  let wanted: number | null = 0;
  let grant: { version: number; places: number | null } = { version: 0, places: 0 };
  const left = () => (wanted === null ? null : Math.max(wanted, placesTaken));
  const tell = (parts: object = {}) =>
    world.tell('sales.changed', eventId, { eventId, version: ++version, ticketed: true, placesTaken, grant, tiers, ...parts });
  return {
    tierId,
    tell,
    takes: (places: number) => {
      placesTaken += places;
      grant = { ...grant, places: left() };
      return tell();
    },
    /** Applies a grant as payments does: what is taken already is not given back. */
    apply: (granted: number, places: number | null) => {
      wanted = places;
      grant = { version: granted, places: left() };
      return tell();
    },
  };
}
