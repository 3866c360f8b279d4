import type { Viewer } from '@marquee/platform';
import { Prisma } from '../../generated/prisma/client';
import { visibleTo } from '../event/event-access.sql';
import type { Feed } from './calendar-route';

const COLUMNS = Prisma.sql`e.id, e.version, e.title, e.description, e.starts_at AS "startsAt", e.ends_at AS "endsAt", e.timezone,
    e.status = 'CANCELLED' AS cancelled, v.latitude, v.longitude, e.category_slug AS category, e.created_at AS "createdAt",
    e.updated_at AS "updatedAt", nullif(concat_ws(', ', v.name, v.address, v.city), '') AS place`;

/** A feed that lists events one by one. */
export type FeedOfEvents = Exclude<Feed, { of: 'personal' } | { of: 'series' }>;

/** Events of one feed: those that have ended not long ago, and the next. */
export const MOST_EVENTS = 500;

/** The rows of a feed, as far as this person sees them; null sees what everybody sees. */
export function eventsOfFeed(feed: FeedOfEvents, viewer: Viewer | null, since: Date): Prisma.Sql {
  return rows(Prisma.sql`FROM events e LEFT JOIN venues v ON v.id = e.venue_id WHERE ${ofFeed(feed)}`, viewer, since);
}

/** What a person swiped into their calendar, and where they go. */
export const eventsOfPerson = (viewer: Viewer, since: Date): Prisma.Sql =>
  rows(
    Prisma.sql`FROM events e LEFT JOIN venues v ON v.id = e.venue_id WHERE e.id IN (
      SELECT s.event_id FROM swipes s WHERE s.user_id = ${viewer.id}::uuid AND s.direction = 'RIGHT'
      UNION SELECT a.event_id FROM attendances a WHERE a.user_id = ${viewer.id}::uuid AND a.status = 'GOING')`,
    viewer,
    since,
  );

/** Of a series that everybody may see: every event of it that is not as the series says, and whether visitors see it. */
export const exceptionsOfSeries = (seriesId: string): Prisma.Sql => Prisma.sql`
  SELECT ${COLUMNS}, e.recurrence_id AS "recurrenceId", ${visibleTo(null)} AS visible
  FROM events e LEFT JOIN venues v ON v.id = e.venue_id
  WHERE e.series_id = ${seriesId}::uuid AND (e.series_role = 'EDITED' OR e.status = 'CANCELLED' OR NOT ${visibleTo(null)})
  ORDER BY e.recurrence_id DESC LIMIT ${MOST_EVENTS}`;

const rows = (from: Prisma.Sql, viewer: Viewer | null, since: Date): Prisma.Sql => Prisma.sql`
  SELECT ${COLUMNS}
  ${from} AND e.ends_at > ${since} AND ${visibleTo(viewer)} ORDER BY e.starts_at, e.id LIMIT ${MOST_EVENTS}`;

function ofFeed(feed: FeedOfEvents): Prisma.Sql {
  switch (feed.of) {
    case 'events':
      return Prisma.sql`e.id = ${feed.id}::uuid`;
    case 'venues':
      return Prisma.sql`e.venue_id = (SELECT coalesce(p.merged_into, p.id) FROM venues p WHERE p.id = ${feed.id}::uuid)`;
    case 'people':
      return Prisma.sql`e.creator_id = ${feed.id}::uuid AND e.organization_id IS NULL`;
    case 'organizations':
      return Prisma.sql`e.organization_id = ${feed.id}::uuid`;
    case 'categories':
      return Prisma.sql`e.category_slug IN (SELECT slug FROM categories WHERE slug = ${feed.slug} OR parent_slug = ${feed.slug})
        AND ${feed.near ? within(feed.near) : Prisma.sql`TRUE`}`;
  }
}

const within = ({ latitude, longitude, km }: { latitude: number; longitude: number; km: number }): Prisma.Sql => Prisma.sql`(
  v.latitude IS NOT NULL AND earth_box(ll_to_earth(${latitude}, ${longitude}), ${km * 1000}) @> ll_to_earth(v.latitude, v.longitude)
  AND earth_distance(ll_to_earth(${latitude}, ${longitude}), ll_to_earth(v.latitude, v.longitude)) <= ${km * 1000})`;
