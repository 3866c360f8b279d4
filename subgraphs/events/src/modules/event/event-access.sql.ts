import type { Viewer } from '@marquee/platform';
import { organizationRolesWith, rolesWith, staffMay, type EventRight } from '@marquee/schema/rules/event-rights';
import { GUEST_ANSWERS } from '@marquee/schema/rules/event-visibility';
import { Prisma } from '../../generated/prisma/client';

/**
 * The rule `sightOf` of schema/rules/event-visibility.ts as a condition on a row `e` of events, for lists that must be cut to pages after
 * it. A test asks both about random events and viewers.
 */
export function visibleTo(viewer: Pick<Viewer, 'id' | 'role' | 'permissions'> | null): Prisma.Sql {
  if (staffMay(viewer, 'SEE')) return Prisma.sql`TRUE`;
  const onShow = Prisma.sql`(e.status IN ('PUBLISHED', 'COMPLETED') OR (e.status = 'CANCELLED' AND e.published_at IS NOT NULL))`;
  const plain = Prisma.sql`(${onShow} AND e.visibility = 'PUBLIC' AND NOT e.hidden)`;
  if (!viewer) return plain;
  const guest = Prisma.sql`EXISTS (SELECT 1 FROM attendances g WHERE g.event_id = e.id AND g.user_id = ${viewer.id}::uuid
    AND (g.checked_in_at IS NOT NULL OR g.status::text = ANY (${[...GUEST_ANSWERS]}::text[])))`;
  return Prisma.sql`(${plain} OR ${isRunBy(viewer.id, 'SEE')} OR (${onShow} AND (NOT e.hidden OR ${guest}) AND (
    e.visibility = 'PUBLIC'
    OR (e.visibility = 'GROUP_ONLY' AND EXISTS (
      SELECT 1 FROM group_members m WHERE m.group_id = e.group_id AND m.user_id = ${viewer.id}::uuid AND m.role IS NOT NULL))
    OR (e.visibility = 'PRIVATE' AND (
      EXISTS (SELECT 1 FROM event_invitations i WHERE i.event_id = e.id AND i.user_id = ${viewer.id}::uuid AND i.invited)
      OR ${guest})))))`;
}

/** Has this person a role on the event `e` that gives the right? The rule `rolesOn`, for lists. */
export const isRunBy = (userId: string, right: EventRight): Prisma.Sql => Prisma.sql`(
  (CASE WHEN e.organization_id IS NULL THEN e.creator_id = ${userId}::uuid ELSE EXISTS (
      SELECT 1 FROM organization_members o WHERE o.organization_id = e.organization_id AND o.user_id = ${userId}::uuid
        AND o.role = ANY (${organizationRolesWith(right)}::text[])) END
    OR EXISTS (SELECT 1 FROM event_team t WHERE t.event_id = e.id AND t.user_id = ${userId}::uuid AND t.state = 'MEMBER'
      AND t.role::text = ANY (${rolesWith(right)}::text[])))
  AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = ${userId}::uuid AND NOT p.active))`;
