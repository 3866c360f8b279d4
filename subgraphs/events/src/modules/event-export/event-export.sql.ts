import { Prisma } from '../../generated/prisma/client';
import type { EventExportInput } from './event-export.types';

/** The kind of long work. */
export const EXPORT_EVENTS = 'export-events';

/** Some of the events of an export, by id: what everybody may know of, and what waits for its review; never drafts, never private ones. */
export const exportedEvents = (
  { organizationId, from, until, asker }: EventExportInput,
  after: string,
  most: number,
): Prisma.Sql => Prisma.sql`
  SELECT e.id, e.version, e.title, e.description, e.starts_at AS "startsAt", e.ends_at AS "endsAt", e.timezone, e.status, e.format,
    e.online_url AS "onlineUrl", e.external_url AS "externalUrl", e.image_url AS "imageUrl", e.category_slug AS category, e.tags, e.performers,
    e.price_type AS "priceType", e.price_min AS "priceMin", e.price_max AS "priceMax", e.price_currency AS "priceCurrency",
    c.capacity, p.display_name AS organizer, v.name AS "venueName", v.address, v.city, v.latitude, v.longitude,
    e.created_at AS "createdAt", e.updated_at AS "updatedAt"
  FROM events e LEFT JOIN venues v ON v.id = e.venue_id LEFT JOIN attendance_counts c ON c.event_id = e.id
    LEFT JOIN people p ON p.id = e.creator_id AND p.active
  WHERE ${organizationId === null ? Prisma.sql`e.creator_id = ${asker.id}::uuid AND e.organization_id IS NULL` : Prisma.sql`e.organization_id = ${organizationId}::uuid`}
    AND e.visibility = 'PUBLIC' AND e.status IN ('PENDING_REVIEW', 'PUBLISHED', 'CANCELLED', 'COMPLETED')
    AND (${from}::timestamptz IS NULL OR e.ends_at > ${from}::timestamptz) AND (${until}::timestamptz IS NULL OR e.starts_at < ${until}::timestamptz)
    AND e.id > ${after}::uuid
  ORDER BY e.id LIMIT ${most}`;
