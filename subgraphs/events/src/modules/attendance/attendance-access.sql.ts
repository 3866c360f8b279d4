import type { Viewer } from '@marquee/platform';
import { Prisma } from '../../generated/prisma/client';

/** The rule of attendance-access.ts, for somebody who does not run the door, as a condition on a row `a` of attendances. */
export function attendanceVisibleTo(viewer: Viewer | null): Prisma.Sql {
  if (!viewer) return Prisma.sql`a.visibility = 'PUBLIC'`;
  const tied = (how: Prisma.Sql) =>
    Prisma.sql`EXISTS (SELECT 1 FROM person_edges p WHERE p.user_id = ${viewer.id}::uuid AND p.other_id = a.user_id AND ${how})`;
  return Prisma.sql`(a.user_id = ${viewer.id}::uuid OR (
    NOT ${tied(Prisma.sql`p.blocked`)} AND (a.visibility = 'PUBLIC' OR (a.visibility = 'FRIENDS' AND ${tied(Prisma.sql`p.friends`)}))))`;
}
