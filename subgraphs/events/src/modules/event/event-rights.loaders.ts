import { byId, type Caller } from '@marquee/platform';
import { rolesOn, type EventRole, type EventTeam, type OrganizationRole } from '@marquee/schema/rules/event-rights';
import { GUEST_ANSWERS, type Tie } from '@marquee/schema/rules/event-visibility';
import type { Kept } from '../../kept';

interface RolesRow extends EventTeam {
  eventId: string;
  organizationRole: OrganizationRole | null;
}

/** What the viewer is to events. Nothing for visitors, who are not asked about. */
export const eventRightsLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  /** The viewer's roles on each event; of an account that is not active, none. */
  viewerRolesByEventId: byId(
    async (ids: readonly string[]): Promise<{ eventId: string; roles: EventRole[] }[]> => {
      if (!viewer) return [];
      const rows = await db.query<RolesRow>({
        name: 'viewer_roles_on_events',
        text: `SELECT e.id AS "eventId", e.creator_id AS "creatorId", e.organization_id AS "organizationId",
            coalesce((SELECT jsonb_agg(jsonb_build_object('userId', t.user_id, 'role', t.role)) FROM event_team t
              WHERE t.event_id = e.id AND t.user_id = $2::uuid AND t.state = 'MEMBER'), '[]') AS team,
            (SELECT o.role FROM organization_members o WHERE o.organization_id = e.organization_id AND o.user_id = $2::uuid) AS "organizationRole"
          FROM events e
          WHERE e.id = ANY ($1::uuid[]) AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = $2::uuid AND NOT p.active)`,
        values: [[...ids], viewer.id],
      });
      return rows.map((row) => ({ eventId: row.eventId, roles: rolesOn(row, viewer.id, row.organizationRole) }));
    },
    (row) => row.eventId,
  ),
  /** Whether the viewer is invited to each event, and whether they are its guest. */
  viewerTiesByEventId: byId(
    async (ids: readonly string[]): Promise<{ eventId: string; ties: Tie[] }[]> => {
      if (!viewer) return [];
      const rows = await db.query<{ eventId: string; invited: boolean; guest: boolean }>({
        name: 'viewer_ties_to_events',
        text: `SELECT o.id AS "eventId",
            EXISTS (SELECT 1 FROM event_invitations i WHERE i.event_id = o.id AND i.user_id = $2::uuid AND i.invited) AS invited,
            EXISTS (SELECT 1 FROM attendances a WHERE a.event_id = o.id AND a.user_id = $2::uuid
              AND (a.checked_in_at IS NOT NULL OR a.status::text = ANY ($3::text[]))) AS guest
          FROM unnest($1::uuid[]) AS o(id)`,
        values: [[...ids], viewer.id, [...GUEST_ANSWERS]],
      });
      return rows.map(({ eventId, invited, guest }) => ({
        eventId,
        ties: [...(invited ? ['INVITED' as const] : []), ...(guest ? ['GUEST' as const] : [])],
      }));
    },
    (row) => row.eventId,
  ),
  /** The viewer's role in each organisation. */
  viewerRoleByOrganizationId: byId(
    async (ids: readonly string[]) =>
      viewer
        ? db.prisma.organizationMemberCopy.findMany({
            where: { organizationId: { in: [...ids] }, userId: viewer.id, role: { not: null } },
          })
        : [],
    (member) => member.organizationId,
  ),
});
