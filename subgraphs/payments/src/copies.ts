import type { Copies, Step } from './context';
import { orderPaid, orderRefunded } from './modules/order/order.facts';
import { planChanged } from './modules/plan/plan.facts';
import { isLeft } from './modules/ticket/ticket-status';
import { salesChanged } from './modules/sales/sales.facts';

/** What others keep of this subgraph, and what it keeps of others. */
export const copies: Copies = {
  told: {
    /** Of who was erased, here under a pseudonym, nobody keeps any. */
    plans: {
      rows: 'SELECT user_id::text AS key, version FROM billing_accounts WHERE version > 0 AND NOT erased',
      topics: ['plan.changed'],
      keyIn: `payload ->> 'userId'`,
      async facts({ tx }, keys) {
        const accounts = await tx.billingAccount.findMany({ where: { userId: { in: [...keys] } } });
        return accounts.map((account) => ({ about: account.userId, ...planChanged(account), occurredAt: account.updatedAt }));
      },
    },
    sales: {
      // Of an event that is gone nobody else keeps them.
      rows: `SELECT s.event_id::text AS key, s.version FROM event_sales s JOIN events e ON e.id = s.event_id
             WHERE s.version > 0 AND e.status <> 'DELETED'`,
      topics: ['sales.changed'],
      keyIn: `payload ->> 'eventId'`,
      async facts({ tx }, keys) {
        const eventId = { in: [...keys] };
        const sales = await tx.eventSales.findMany({ where: { eventId } });
        const tiers = await tx.ticketTier.findMany({ where: { eventId, hidden: false }, orderBy: { position: 'asc' } });
        return sales.map((row) => ({
          about: row.eventId,
          ...salesChanged(
            row,
            tiers.filter((tier) => tier.eventId === row.eventId),
          ),
          occurredAt: row.updatedAt,
        }));
      },
    },
    /** One after the other: paid (1), given back or passed on (2). Those of erased people, here under a pseudonym, are nowhere else. */
    tickets: {
      rows: `SELECT t.id::text AS key, CASE WHEN t.status IN ('REFUNDED', 'TRANSFERRED') THEN 2 ELSE 1 END AS version FROM tickets t
             LEFT JOIN people p ON p.id = t.holder_id WHERE NOT p.erased OR t.holder_id = t.order_id`,
      topics: ['order.paid', 'order.refunded', 'ticket.changed'],
      // A fact is about many tickets: whoever has bought or given back a moment ago is left out with all of that order.
      keyIn: `jsonb_array_elements_text(CASE topic WHEN 'order.paid' THEN jsonb_path_query_array(payload, '$.tickets[*].ticketId')
              WHEN 'ticket.changed' THEN jsonb_build_array(payload -> 'ticketId', payload -> 'replaces')
              ELSE payload -> 'refundedTicketIds' END)`,
      facts: ticketFacts,
    },
  },
  kept: {
    connections: { table: 'person_blocks', key: 'connection_id::text', rowsEach: 2, deletes: true },
    people: { table: 'people', key: 'id::text', where: 'NOT erased' },
    events: { table: 'events', key: 'id::text', where: `status <> 'DELETED'` },
    attendances: { table: 'event_guests', key: `event_id || ' ' || user_id`, deletes: true },
    eventInvitations: { table: 'event_invitations', key: `event_id || ' ' || user_id`, deletes: true },
    organizationMembers: { table: 'organization_members', key: `organization_id || ' ' || user_id`, deletes: true },
    groupMembers: { table: 'group_members', key: `group_id || ' ' || user_id`, deletes: true },
    grants: { table: 'event_sales', key: 'event_id::text', version: 'grant_version', where: 'grant_version > 0' },
  },
};

/** What the door has to know of tickets: each as if it were all of its order, because the door keeps tickets and not orders. */
async function ticketFacts({ tx }: Step, ids: readonly string[]) {
  const tickets = await tx.ticket.findMany({ where: { id: { in: [...ids] } }, include: { order: { include: { items: true } } } });
  return tickets.map((ticket) => {
    const { status, refundedMinor: amount, updatedAt } = ticket;
    // The door goes by who holds it.
    const order = { ...ticket.order, userId: ticket.holderId };
    if (isLeft(status)) return { about: ticket.id, ...orderPaid(order, [ticket], order.paidAt ?? order.updatedAt) };
    const returned = { amount, status: 'PARTIALLY_REFUNDED' as const, ticketIds: [ticket.id], remainingTicketIds: [] };
    return { about: ticket.id, ...orderRefunded(order, returned, updatedAt) };
  });
}
