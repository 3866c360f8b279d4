import { byId, rowsOf, type Caller } from '@marquee/platform';
import { rolesOn, type EventRole, type EventTeam, type OrganizationRole } from '@marquee/schema/rules/event-rights';
import { tiesOf, type Tie } from '@marquee/schema/rules/event-visibility';
import type { EventCopy } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

interface RolesRow extends EventTeam {
  eventId: string;
  organizationRole: OrganizationRole | null;
}

const eventsById = rowsOf<EventCopy>('EventCopy', 'id = ANY($1::uuid[])');

/** Orders that make a guest: those that may still be paid, and those of which tickets are left. */
const HOLDING = `'PENDING', 'AWAITING_PAYMENT', 'PAID', 'PARTIALLY_REFUNDED'`;

export const eventLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  eventById: byId(
    (ids: readonly string[]) => eventsById(db, [ids]),
    (event) => event.id,
  ),
  /** The viewer's roles on each event; of an account that is not active, none. */
  viewerRolesByEventId: byId(
    async (ids: readonly string[]): Promise<{ eventId: string; roles: EventRole[] }[]> => {
      if (!viewer) return [];
      const rows = await db.query<RolesRow>({
        name: 'viewer_roles_on_events',
        text: `SELECT e.id AS "eventId", e.creator_id AS "creatorId", e.organization_id AS "organizationId", e.team,
            (SELECT m.role FROM organization_members m WHERE m.organization_id = e.organization_id AND m.user_id = $2::uuid) AS "organizationRole"
          FROM events e
          WHERE e.id = ANY ($1::uuid[]) AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = $2::uuid AND NOT p.active)`,
        values: [[...ids], viewer.id],
      });
      return rows.map((row) => ({ eventId: row.eventId, roles: rolesOn(row, viewer.id, row.organizationRole) }));
    },
    (row) => row.eventId,
  ),
  /** Whether the viewer is invited to each event, and whether they are its guest: by an answer, an order or a ticket. */
  viewerTiesByEventId: byId(
    async (ids: readonly string[]): Promise<{ eventId: string; ties: ReadonlySet<Tie> }[]> => {
      if (!viewer) return [];
      const rows = await db.query<{ eventId: string; invited: boolean; guest: boolean }>({
        name: 'viewer_ties_to_events',
        text: `SELECT o.id AS "eventId",
            EXISTS (SELECT 1 FROM event_invitations i WHERE i.event_id = o.id AND i.user_id = $2::uuid AND i.invited) AS invited,
            EXISTS (SELECT 1 FROM event_guests g WHERE g.event_id = o.id AND g.user_id = $2::uuid AND g.guest)
              OR EXISTS (SELECT 1 FROM orders b WHERE b.event_id = o.id AND b.user_id = $2::uuid AND b.status IN (${HOLDING}))
              OR EXISTS (SELECT 1 FROM tickets t WHERE t.event_id = o.id AND t.holder_id = $2::uuid AND t.status IN ('VALID', 'USED')) AS guest
          FROM unnest($1::uuid[]) AS o(id)`,
        values: [[...ids], viewer.id],
      });
      return rows.map(({ eventId, invited, guest }) => ({
        eventId,
        ties: tiesOf({ member: false, invited, answer: null, checkedIn: false, holdsTickets: guest }),
      }));
    },
    (row) => row.eventId,
  ),
  /** Only where the viewer is an active member. */
  viewerMembershipByGroupId: byId(
    async (ids: readonly string[]) =>
      viewer ? db.prisma.groupMemberCopy.findMany({ where: { active: true, groupId: { in: [...ids] }, userId: viewer.id } }) : [],
    (member) => member.groupId,
  ),
});
