import { byId, rowsOf, type Caller } from '@marquee/platform';
import { rolesOn, type EventRole, type EventTeam, type OrganizationRole } from '@marquee/schema/rules/event-rights';
import { tiesOf, type Tie } from '@marquee/schema/rules/event-visibility';
import type { EventCopy } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

interface RolesRow extends EventTeam {
  eventId: string;
  organizationRole: OrganizationRole | null;
}

interface TiesRow {
  eventId: string;
  invited: boolean;
  answer: string | null;
  checkedIn: boolean;
}

const copiesById = rowsOf<Omit<EventCopy, 'signature'>>('EventCopy', 'event_id = ANY($1::uuid[])', {
  omit: ['signature'],
  lists: { tags: true },
});

export const eventLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  eventCopyById: byId(
    (ids: readonly string[]) => copiesById(db, [ids]),
    (copy) => copy.eventId,
  ),
  /** The viewer's roles on each event; of an account that is not active, none. */
  viewerRolesByEventId: byId(
    async (ids: readonly string[]): Promise<{ eventId: string; roles: EventRole[] }[]> => {
      if (!viewer) return [];
      const rows = await db.query<RolesRow>({
        name: 'viewer_roles_on_events',
        text: `SELECT e.event_id AS "eventId", e.creator_id AS "creatorId", e.organization_id AS "organizationId", e.team,
            (SELECT m.role FROM organization_members m WHERE m.organization_id = e.organization_id AND m.user_id = $2::uuid) AS "organizationRole"
          FROM event_copies e WHERE e.event_id = ANY ($1::uuid[])
            AND NOT EXISTS (SELECT 1 FROM person_copies p WHERE p.user_id = $2::uuid AND (NOT p.active OR p.erased_at IS NOT NULL))`,
        values: [[...ids], viewer.id],
      });
      return rows.map((row) => ({ eventId: row.eventId, roles: rolesOn(row, viewer.id, row.organizationRole) }));
    },
    (row) => row.eventId,
  ),
  /** Whether the viewer is invited to each event, and whether they are its guest. */
  viewerTiesByEventId: byId(
    async (ids: readonly string[]): Promise<{ eventId: string; ties: ReadonlySet<Tie> }[]> => {
      if (!viewer) return [];
      const rows = await db.query<TiesRow>({
        name: 'viewer_ties_to_events',
        text: `SELECT o.id AS "eventId", a.status AS answer, a.checked_in_at IS NOT NULL AS "checkedIn", coalesce(i.invited, FALSE) AS invited
          FROM unnest($1::uuid[]) AS o(id)
          LEFT JOIN attendance_copies a ON a.event_id = o.id AND a.user_id = $2::uuid
          LEFT JOIN event_invitations i ON i.event_id = o.id AND i.user_id = $2::uuid`,
        values: [[...ids], viewer.id],
      });
      return rows.map(({ eventId, ...row }) => ({ eventId, ties: tiesOf({ ...row, member: false, holdsTickets: false }) }));
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
