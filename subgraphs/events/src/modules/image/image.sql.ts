import { Prisma } from '../../generated/prisma/client';

/** The next picture whose turn it is to be drawn; those that another process has taken are passed over. */
export const nextToDraw = (now: Date): Prisma.Sql => Prisma.sql`
  SELECT id FROM images WHERE state = 'WAITING' AND run_at <= ${now} ORDER BY run_at, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`;

/** Deleted pictures whose events are still to be changed, or whose row has been kept long enough. */
export const nextToForget = (now: Date, most: number): Prisma.Sql => Prisma.sql`
  SELECT id, address FROM images WHERE state = 'GONE' AND run_at <= ${now} ORDER BY run_at, id LIMIT ${most}`;

/** Events that have a picture, or had it, or name its address. */
export const eventsWith = (imageId: string, address: string | null): Prisma.Sql => Prisma.sql`
  SELECT event_id AS id FROM image_uses WHERE image_id = ${imageId}::uuid AND event_id IS NOT NULL
  UNION SELECT id FROM events WHERE image_url = ${address} ORDER BY id`;

/**
 * Addresses of pictures elsewhere, of events that people can still go to, that nobody has looked at yet: soonest first. The event of the
 * other end of the list waits for its turn.
 */
export const addressesToFetch = (now: Date, most: number): Prisma.Sql => Prisma.sql`
  SELECT image_url AS address FROM events e
  WHERE status = 'PUBLISHED' AND starts_at > ${now} AND image_url IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM images i WHERE i.address_hash = encode(sha256(convert_to(e.image_url, 'UTF8')), 'hex'))
  ORDER BY starts_at, id LIMIT ${most}`;
