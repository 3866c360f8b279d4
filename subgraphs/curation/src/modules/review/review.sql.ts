import { Keyset, type Page, type Statement } from '@marquee/platform';
import { organizationRolesWith, rolesWith } from '@marquee/schema/rules/event-rights';
import { GUEST_ANSWERS } from '@marquee/schema/rules/event-visibility';
import { notBlocked } from '../person/person.sql';

/** The id decides between two of the same instant. */
export const newestReviewsFirst = new Keyset('reviews', { createdAt: 'time', id: 'id' }, 'greatest first');

/** Who reads: their id, null for a visitor, and whether they are a curator. */
export type Readership = readonly [viewerId: string | null, isCurator: boolean];

const COLUMNS = `r.id, r.event_id AS "eventId", r.author_id AS "authorId", r.rating, r.text, r.version, r.reply_text AS "replyText",
  r.reply_by_id AS "replyById", r.replied_at AS "repliedAt", r.created_at AS "createdAt", r.edited_at AS "editedAt"`;

const list = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/** Has the person whose id the parameter holds a role on the event `e` that gives the right SEE? The rule `rolesOn`. */
const insider = (viewer: string) => `(
  (CASE WHEN e.organization_id IS NULL THEN e.creator_id = ${viewer}::uuid ELSE EXISTS (
      SELECT FROM organization_members m WHERE m.organization_id = e.organization_id AND m.user_id = ${viewer}::uuid
        AND m.role IN (${list(organizationRolesWith('SEE'))})) END
    OR EXISTS (SELECT FROM jsonb_to_recordset(e.team) AS t ("userId" uuid, role text)
      WHERE t."userId" = ${viewer}::uuid AND t.role IN (${list(rolesWith('SEE'))})))
  AND NOT EXISTS (SELECT FROM person_copies p WHERE p.user_id = ${viewer}::uuid AND (NOT p.active OR p.erased_at IS NOT NULL)))`;

const guest = (viewer: string) => `EXISTS (
    SELECT FROM attendance_copies a WHERE a.event_id = e.event_id AND a.user_id = ${viewer}::uuid
      AND (a.checked_in_at IS NOT NULL OR a.status IN (${list(GUEST_ANSWERS)})))`;

/**
 * The rule `sightOf` of schema/rules/event-visibility.ts for the event `e`; the arguments are the parameters that hold the viewer's id and
 * whether a curator asks.
 */
const visible = (viewer: string, curator: string) => `NOT e.deleted AND (${curator}::boolean OR (
  (e.status IN ('PUBLISHED', 'COMPLETED') OR (e.status = 'CANCELLED' AND e.was_published)) AND (NOT e.hidden OR ${guest(viewer)})
    AND CASE e.visibility WHEN 'PUBLIC' THEN TRUE
      WHEN 'GROUP_ONLY' THEN EXISTS (
        SELECT FROM group_members g WHERE g.group_id = e.group_id AND g.user_id = ${viewer}::uuid AND g.active)
      ELSE ${guest(viewer)} OR EXISTS (
        SELECT FROM event_invitations i WHERE i.event_id = e.event_id AND i.user_id = ${viewer}::uuid AND i.invited) END)
  OR ${insider(viewer)})`;

/** Curators read what everybody wrote; between others a block hides it. */
const readable = (viewer: string, curator: string) => `(${curator}::boolean OR ${notBlocked('r.author_id', viewer)})`;

/** The same page of the reviews of many events, in one statement. That the events may be seen is the caller's check. */
export const reviewsOfEvents = (eventIds: readonly string[], page: Page, reader: Readership): Statement =>
  reviewsOf('event', eventIds, page, '', `AND ${readable('$3', '$4')}`, reader);

/** How many reviews of each event a block hides from the reader: rows of an event without any are absent. */
export const hiddenReviewsOfEvents = (eventIds: readonly string[], viewerId: string): Statement => ({
  name: 'hidden_reviews_of_events',
  text: `SELECT r.event_id AS "eventId", count(*)::int AS count
    FROM (SELECT low_id AS id FROM connection_copies WHERE high_id = $2::uuid AND blocked
          UNION SELECT high_id FROM connection_copies WHERE low_id = $2::uuid AND blocked) b
    JOIN reviews r ON r.author_id = b.id AND r.event_id = ANY ($1::uuid[]) AND r.removed_at IS NULL
    GROUP BY r.event_id`,
  values: [[...eventIds], viewerId],
});

/** The same page of many authors' reviews, of events that the reader may see. */
export const reviewsOfAuthors = (authorIds: readonly string[], page: Page, reader: Readership): Statement =>
  reviewsOf(
    'author',
    authorIds,
    page,
    'JOIN event_copies e ON e.event_id = r.event_id',
    `AND ${visible('$3', '$4')} AND ${readable('$3', '$4')}`,
    reader,
  );

function reviewsOf(
  owner: 'event' | 'author',
  ids: readonly string[],
  page: Page,
  join: string,
  rule: string,
  more: readonly unknown[],
): Statement {
  const keyset = newestReviewsFirst.sql(page, { createdAt: 'r.created_at', id: 'r.id' }, 3 + more.length);
  return {
    name: `reviews_of_${owner}_${keyset.variant}`,
    text: `SELECT page.* FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL (
        SELECT ${COLUMNS} FROM reviews r ${join}
        WHERE r.${owner}_id = o.id AND r.removed_at IS NULL AND ${keyset.condition} ${rule}
        ORDER BY ${keyset.order} LIMIT $2) page`,
    values: [[...ids], page.limit + 1, ...more, ...keyset.values],
  };
}

/** How many reviews each author wrote that the reader may see. */
export const reviewCountsOfAuthors = (authorIds: readonly string[], reader: Readership): Statement => ({
  name: 'count_reviews_of_authors',
  text: `SELECT r.author_id AS "authorId", count(*)::int AS count FROM reviews r JOIN event_copies e ON e.event_id = r.event_id
    WHERE r.author_id = ANY ($1::uuid[]) AND r.removed_at IS NULL AND ${visible('$2', '$3')} AND ${readable('$2', '$3')}
    GROUP BY r.author_id`,
  values: [[...authorIds], ...reader],
});
