import { Keyset, type Statement } from '@marquee/platform';
import { MOST_ENTRIES } from './collection-limits';

export const newestCollectionsFirst = new Keyset('collections', { publishedAt: 'time', id: 'id' }, 'greatest first');
export const latestBegunFirst = new Keyset('myCollections', { createdAt: 'time', id: 'id' }, 'greatest first');

const MOST_OF_EVENT = 20;

/** The event `e` may be seen by everybody and is not over at the moment in the parameter. */
const onShow = (now: string) =>
  `e.status = 'PUBLISHED' AND e.visibility = 'PUBLIC' AND NOT e.hidden AND NOT e.deleted AND e.ends_at > ${now}::timestamptz`;

const ENTRY = `t.id, t.collection_id AS "collectionId", t.event_id AS "eventId", t.note, t.added_at AS "addedAt"`;

/** What stands in each collection, in its order. */
export const shownEntries = (collectionIds: readonly string[], now: Date): Statement => ({
  name: 'shown_entries_of_collections',
  text: `SELECT f.* FROM unnest($1::uuid[]) AS c(id) CROSS JOIN LATERAL (
      SELECT ${ENTRY}, t.added_by_id AS "addedById", t.position FROM collection_entries t JOIN event_copies e ON e.event_id = t.event_id
      WHERE t.collection_id = c.id AND t.removed_at IS NULL AND ${onShow('$2')} ORDER BY t.position LIMIT ${MOST_ENTRIES}) f
    ORDER BY f.position`,
  values: [[...collectionIds], now],
});

/** What stood in each collection and does not now, the latest first. */
export const formerEntries = (collectionIds: readonly string[], now: Date): Statement => ({
  name: 'former_entries_of_collections',
  text: `SELECT f.* FROM unnest($1::uuid[]) AS c(id) CROSS JOIN LATERAL (
      SELECT ${ENTRY}, CASE WHEN t.removed_at IS NOT NULL THEN 'TAKEN_OUT' WHEN e.status = 'CANCELLED' THEN 'CALLED_OFF'
          WHEN e.status IN ('PUBLISHED', 'COMPLETED') AND e.visibility = 'PUBLIC' AND NOT e.hidden AND NOT e.deleted THEN 'OVER'
          ELSE 'NOT_ON_SHOW' END AS reason
      FROM collection_entries t LEFT JOIN event_copies e ON e.event_id = t.event_id
      WHERE t.collection_id = c.id AND (t.removed_at IS NOT NULL OR (${onShow('$2')}) IS NOT TRUE)
      ORDER BY t.added_at DESC, t.id DESC LIMIT ${MOST_ENTRIES}) f`,
  values: [[...collectionIds], now],
});

/** Ids of the published collections in which each event stands, the newest first. */
export const collectionsOfEvents = (eventIds: readonly string[], now: Date): Statement => ({
  name: 'collections_of_events',
  text: `SELECT f.* FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL (
      SELECT o.id AS "eventId", c.id AS "collectionId" FROM collection_entries t
      JOIN collections c ON c.id = t.collection_id AND c.status = 'PUBLISHED' AND (c.valid_until IS NULL OR c.valid_until > $2::timestamptz)
      JOIN event_copies e ON e.event_id = t.event_id
      WHERE t.event_id = o.id AND t.removed_at IS NULL AND ${onShow('$2')}
      ORDER BY c.published_at DESC, c.id DESC LIMIT ${MOST_OF_EVENT}) f`,
  values: [[...eventIds], now],
});

export const followerCounts = (collectionIds: readonly string[]): Statement => ({
  name: 'followers_of_collections',
  text: `SELECT collection_id AS "collectionId", count(*)::int AS count FROM collection_follows WHERE collection_id = ANY ($1::uuid[]) GROUP BY collection_id`,
  values: [[...collectionIds]],
});
