import { Prisma } from '../../generated/prisma/client';

/** What a deed says: a place taken or waited for 3, a calendar 2, saved 1.5, liked or interested 1; no and passed −1. One for each event: the strongest, and a no before all. */
const SWIPED = `CASE direction WHEN 'RIGHT' THEN 2.0 WHEN 'UP' THEN 1.5 WHEN 'DOWN' THEN 1.0 ELSE -1.0 END`;
const ANSWERED = `CASE WHEN status IN ('GOING', 'WAITLISTED', 'PENDING_APPROVAL') THEN 3.0 WHEN status IN ('INTERESTED', 'MAYBE') THEN 1.0
  WHEN status = 'NOT_GOING' THEN -1.0 ELSE 0 END`;

/** Up to so many people ($1), those who chose last: what each of them chose, in its order, with when it ends. */
export const CHOICES = `
  WITH chosen AS (
    SELECT user_id, event_id, max(weight) AS weight, max(at) AS at FROM (
      SELECT user_id, event_id, ${SWIPED} AS weight, swiped_at AS at FROM swipes WHERE direction <> 'LEFT'
      UNION ALL SELECT user_id, event_id, ${ANSWERED}, created_at FROM attendances
        WHERE status IN ('GOING', 'WAITLISTED', 'PENDING_APPROVAL', 'INTERESTED', 'MAYBE')
    ) deeds
    WHERE NOT EXISTS (SELECT 1 FROM personalization_choices p WHERE p.user_id = deeds.user_id AND NOT p.enabled)
    GROUP BY user_id, event_id
  )
  SELECT c.user_id AS "userId", max(c.at) AS at,
    json_agg(json_build_object('eventId', c.event_id, 'weight', c.weight, 'until', e.ends_at) ORDER BY c.at, c.event_id) AS choices
  FROM chosen c JOIN events e ON e.id = c.event_id
  WHERE e.status IN ('PUBLISHED', 'COMPLETED') AND e.visibility = 'PUBLIC'
  GROUP BY c.user_id ORDER BY max(c.at) DESC, c.user_id LIMIT $1`;

/** What one deed was about. */
export interface Past {
  id: string;
  weight: number;
  /** When it was last dealt with, ISO 8601. */
  at: string;
  title: string;
  description: string;
  categorySlug: string;
  tags: string[];
  startsAt: string;
  timezone: string;
  priceType: string;
  priceMin: number | null;
  priceCurrency: string | null;
}

/** What is known of a reader. */
export interface ReaderRow {
  /** False: they do not want to be learned from, and `past` is empty. */
  isLearned: boolean;
  interests: string[] | null;
  latitude: number | null;
  longitude: number | null;
  wanted: {
    event_types: string[];
    max_distance_km: number | null;
    price_min_minor: number | null;
    price_max_minor: number | null;
    currency: string | null;
    times: string[];
    price_sensitivity: number;
    social_preference: number;
  } | null;
  past: Past[];
}

const MOST_PAST = 100;
const DESCRIBED = 300;
/** What was opened, or looked at for some time, says a little. */
const LOOKED_MS = 10_000;

/**
 * All that a feed asks about its reader, in one row: what they are, what they look for, and the last hundred public events that they had to do
 * with; of who does not want to be learned from, none.
 */
export const readerSql = (userId: string): Prisma.Sql => Prisma.sql`
  WITH choice AS (SELECT coalesce((SELECT enabled FROM personalization_choices WHERE user_id = ${userId}::uuid), TRUE) AS enabled),
  deeds AS (
    (SELECT event_id, ${Prisma.raw(SWIPED)} AS weight, swiped_at AS at FROM swipes WHERE user_id = ${userId}::uuid ORDER BY swiped_at DESC LIMIT ${MOST_PAST})
    UNION ALL (SELECT event_id, ${Prisma.raw(ANSWERED)}, updated_at FROM attendances WHERE user_id = ${userId}::uuid ORDER BY updated_at DESC LIMIT ${MOST_PAST})
    UNION ALL (SELECT event_id, 0.3, at FROM interactions
      WHERE user_id = ${userId}::uuid AND event_id IS NOT NULL AND (type IN ('CLICK', 'SHARE') OR (type = 'DWELL' AND dwell_ms >= ${LOOKED_MS}))
      ORDER BY at DESC LIMIT ${MOST_PAST})
  ), past AS (
    SELECT event_id, CASE WHEN min(weight) < 0 THEN -1.0 ELSE max(weight) END AS weight, max(at) AS at
    FROM deeds, choice WHERE choice.enabled AND weight <> 0 GROUP BY event_id ORDER BY max(at) DESC, event_id LIMIT ${MOST_PAST}
  )
  SELECT choice.enabled AS "isLearned", p.interests, p.latitude, p.longitude, to_jsonb(d) AS wanted,
    (SELECT coalesce(json_agg(json_build_object('id', e.id, 'weight', past.weight, 'at', past.at, 'title', e.title,
        'description', left(e.description, ${DESCRIBED}), 'categorySlug', e.category_slug, 'tags', e.tags, 'startsAt', e.starts_at,
        'timezone', e.timezone, 'priceType', e.price_type, 'priceMin', e.price_min, 'priceCurrency', e.price_currency)
        ORDER BY past.at DESC, e.id), '[]')
      FROM past JOIN events e ON e.id = past.event_id
      WHERE e.status IN ('PUBLISHED', 'COMPLETED') AND e.visibility = 'PUBLIC' AND NOT e.hidden) AS past
  FROM choice LEFT JOIN people p ON p.id = ${userId}::uuid LEFT JOIN discovery_copies d ON d.user_id = ${userId}::uuid`;
