import { Keyset, type Viewer } from '@marquee/platform';
import { organizationRolesWith } from '@marquee/schema/rules/event-rights';
import { Prisma } from '../../generated/prisma/client';
import { visibleTo } from '../event/event-access.sql';

export const occurrences = new Keyset('occurrences', { startsAt: 'time', id: 'id' }, 'least first');

/** Which of these series the viewer may see: of whose events they see one, or which they own. */
export function visibleSeries(ids: readonly string[], viewer: Viewer | null): Prisma.Sql {
  const own = viewer
    ? Prisma.sql`CASE WHEN s.organization_id IS NULL THEN s.creator_id = ${viewer.id}::uuid ELSE EXISTS (
        SELECT 1 FROM organization_members o WHERE o.organization_id = s.organization_id AND o.user_id = ${viewer.id}::uuid
          AND o.role = ANY (${organizationRolesWith('RUN')}::text[])) END`
    : Prisma.sql`FALSE`;
  return Prisma.sql`
    SELECT s.id FROM event_series s WHERE s.id = ANY (${[...ids]}::uuid[])
      AND (${own} OR EXISTS (SELECT 1 FROM events e WHERE e.series_id = s.id AND ${visibleTo(viewer)}))`;
}

/** Those of these series that are for everybody, and on show. */
export const publicSeries = (ids: readonly string[]): Prisma.Sql =>
  Prisma.sql`SELECT s.id FROM (${visibleSeries(ids, null)}) seen JOIN event_series s USING (id)
    WHERE s.status <> 'DRAFT' AND s.content ->> 'visibility' = 'PUBLIC'`;

/** The events of a series that the viewer may see; those that end then or later. */
export const occurrencesOf = (seriesId: string, viewer: Viewer | null, from: Date | null): Prisma.Sql =>
  Prisma.sql`events e WHERE e.series_id = ${seriesId}::uuid AND ${visibleTo(viewer)} AND ${from ? Prisma.sql`e.ends_at >= ${from}` : Prisma.sql`TRUE`}`;
