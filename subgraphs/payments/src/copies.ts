import type { Copies } from './context';
import { salesChanged } from './modules/sales/sales.facts';

/** What others keep of this subgraph, and what it keeps of others. */
export const copies: Copies = {
  told: {
    sales: {
      // Of an event that is gone nobody else keeps them.
      rows: `SELECT s.event_id::text AS key, s.version FROM event_sales s JOIN events e ON e.id = s.event_id
             WHERE s.version > 0 AND e.status <> 'DELETED'`,
      topics: ['sales.changed'],
      keyIn: `payload ->> 'eventId'`,
      async facts({ tx }, keys) {
        const eventId = { in: [...keys] };
        const sales = await tx.eventSales.findMany({ where: { eventId } });
        const tiers = await tx.ticketTier.findMany({ where: { eventId }, orderBy: { position: 'asc' } });
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
  },
  kept: {
    people: { table: 'people', key: 'id::text', where: 'NOT erased' },
    events: { table: 'events', key: 'id::text', where: `status <> 'DELETED'` },
    attendances: { table: 'event_guests', key: `event_id || ' ' || user_id`, deletes: true },
    eventInvitations: { table: 'event_invitations', key: `event_id || ' ' || user_id`, deletes: true },
    organizationMembers: { table: 'organization_members', key: `organization_id || ' ' || user_id`, deletes: true },
    groupMembers: { table: 'group_members', key: `group_id || ' ' || user_id`, deletes: true },
    grants: { table: 'event_sales', key: 'event_id::text', version: 'grant_version', where: 'grant_version > 0' },
  },
};
