import { Prisma } from '../../generated/prisma/client';

/** Which rows there are, in the order in which they are sent. */
export const STREAMS = ['events', 'interactions', 'forgotten'] as const;
export type Stream = (typeof STREAMS)[number];

/** So long a transaction may take that wrote what is to be sent: what is younger waits. */
const SETTLED_MS = 2 * 60_000;
/** Guests are let in, and scans made without network told, until then (the door's hours, at most). */
const OVER_MS = 48 * 3_600_000;

/** Behind which row to go on: its time in microseconds of the database, as text, and its id. */
export interface Position {
  at: string;
  id: string;
}

export const BEGINNING: Position = { at: '-infinity', id: '' };

/** The rows of a stream behind `from` that are settled, by time and id; with `to`, up to that one. */
export function rowsSql(stream: Stream, from: Position, { to, most, now }: { to: Position | null; most: number; now: Date }): Prisma.Sql {
  const upTo = to ? Prisma.sql`AND (at, id) <= (${to.at}::timestamptz, ${to.id})` : Prisma.empty;
  return Prisma.sql`
    SELECT at::text AS at, id, row FROM (${SOURCES[stream](now)}) r
    WHERE at >= ${from.at}::timestamptz AND (at, id) > (${from.at}::timestamptz, ${from.id}) ${upTo} ORDER BY at, id LIMIT ${most}`;
}

const SOURCES: Record<Stream, (now: Date) => Prisma.Sql> = {
  // Numbers of events that are over, once, also of those that were completed or called off late: nothing of it is of a person.
  events: (now) => Prisma.sql`
    SELECT e.over_since AS at, e.id::text AS id, jsonb_build_object(
      'eventId', e.id, 'version', e.version, 'status', e.status, 'title', CASE WHEN e.visibility = 'PUBLIC' THEN e.title END,
      'visibility', e.visibility, 'organizationId', e.organization_id, 'seriesId', e.series_id, 'source', e.source,
      'category', e.category_slug, 'tags', e.tags, 'format', e.format, 'languages', e.languages, 'city', v.city,
      'latitude', round(v.latitude::numeric, 2), 'longitude', round(v.longitude::numeric, 2),
      'startsAt', e.starts_at, 'endsAt', e.ends_at, 'timezone', e.timezone, 'publishedAt', e.published_at,
      'priceMinMinor', e.price_min, 'currency', e.price_currency, 'capacity', c.capacity,
      'going', c.going, 'tickets', c.tickets, 'cameIn', c.checked_in, 'waitlisted', c.waitlisted, 'interested', c.interested, 'maybe', c.maybe,
      'views', coalesce(g.views, 0), 'clicks', coalesce(g.clicks, 0), 'impressions', coalesce(g.impressions, 0), 'shares', coalesce(g.shares, 0)) AS row
    FROM events e JOIN attendance_counts c ON c.event_id = e.id LEFT JOIN venues v ON v.id = e.venue_id
      LEFT JOIN event_engagement g ON g.event_id = e.id
    WHERE e.status IN ('COMPLETED', 'CANCELLED') AND e.over_since <= ${new Date(now.getTime() - OVER_MS - SETTLED_MS)}`,
  // The actor is replaced by a name of its own (see warehouse.store.ts); words of searches stay here.
  interactions: (now) => Prisma.sql`
    SELECT i.received_at AS at, i.actor_id::text || ' ' || i.client_id AS id, jsonb_build_object(
      'actor', i.actor_id, 'clientId', i.client_id, 'isVisitor', i.user_id IS NULL, 'at', i.at, 'type', i.type, 'eventId', i.event_id,
      'source', i.source, 'referenceId', i.reference_id, 'dwellMs', i.dwell_ms, 'results', i.results, 'platform', i.platform) AS row
    FROM interactions i WHERE i.received_at <= ${new Date(now.getTime() - SETTLED_MS)}`,
  forgotten: (now) => Prisma.sql`
    SELECT f.at, f.id::text AS id, jsonb_build_object('actor', f.actor, 'at', f.at) AS row
    FROM warehouse_forgotten f WHERE f.at <= ${new Date(now.getTime() - SETTLED_MS)}`,
};
