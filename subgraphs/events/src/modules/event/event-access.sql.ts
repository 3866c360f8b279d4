import type { Viewer } from '@marquee/platform';
import { Prisma } from '../../generated/prisma/client';
import { seesEverything } from './event-access';

/** The rules of event-access.ts as a condition on a row `e` of events, for lists that must be cut to pages after it. */
export function visibleTo(viewer: Viewer | null): Prisma.Sql {
  if (seesEverything(viewer)) return Prisma.sql`TRUE`;
  const onShow = Prisma.sql`(e.status IN ('PUBLISHED', 'COMPLETED') OR (e.status = 'CANCELLED' AND e.published_at IS NOT NULL))`;
  if (!viewer) return Prisma.sql`(${onShow} AND e.visibility = 'PUBLIC' AND NOT e.hidden)`;
  const answered = Prisma.sql`EXISTS (SELECT 1 FROM attendances g WHERE g.event_id = e.id AND g.user_id = ${viewer.id}::uuid)`;
  return Prisma.sql`(e.creator_id = ${viewer.id}::uuid OR (${onShow} AND (NOT e.hidden OR ${answered}) AND (
    e.visibility = 'PUBLIC'
    OR (e.visibility = 'GROUP_ONLY' AND EXISTS (
      SELECT 1 FROM group_members m WHERE m.group_id = e.group_id AND m.user_id = ${viewer.id}::uuid AND m.role IS NOT NULL))
    OR (e.visibility = 'PRIVATE' AND (
      EXISTS (SELECT 1 FROM event_invitations i WHERE i.event_id = e.id AND i.user_id = ${viewer.id}::uuid)
      OR ${answered})))))`;
}
