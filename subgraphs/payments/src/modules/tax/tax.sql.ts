import { Prisma } from '../../generated/prisma/client';
import type { Tax } from './tax';

/** What is charged at these events: as it was said of the event; else what who earns by it charges in that city, or wherever nothing else is said. */
export const taxesOfEvents = (eventIds: readonly string[]): Prisma.Sql => Prisma.sql`
  SELECT e.id AS "eventId", t.name, t.basis_points AS "basisPoints", t.mode::text AS mode FROM events e CROSS JOIN LATERAL (
    SELECT * FROM (
      SELECT 0 AS rank, x.name, x.basis_points, x.mode FROM event_taxes x WHERE x.event_id = e.id
      UNION ALL
      SELECT CASE WHEN r.city IS NULL THEN 2 ELSE 1 END, r.name, r.basis_points, r.mode FROM tax_rates r
      WHERE r.owner_id = COALESCE(e.organization_id, e.creator_id) AND (r.city IS NULL OR lower(btrim(r.city)) = lower(btrim(e.city)))
    ) found ORDER BY rank LIMIT 1) t
  WHERE e.id = ANY (${[...eventIds]}::uuid[])`;

export interface TaxOfEvent extends Tax {
  eventId: string;
}
