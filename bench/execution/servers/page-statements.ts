import type { SentStatement } from './statements';

/**
 * What the page asks of each database: word for word what the product asks. The benchmark looks that it stays so before it measures. Of
 * whole rows only what follows the columns stands here: a column that is added is no other page.
 */
export interface PageStatement {
  readonly database: 'events' | 'users' | 'curation' | 'social' | 'payments';
  readonly name: string;
  readonly text: string;
}

/** The columns that the product reads of each table, of which it reads whole rows. */
export type Columns = Readonly<Record<string, string>>;

const statement = (database: PageStatement['database'], name: string, text: string): PageStatement => ({ database, name, text });

const rows = (database: PageStatement['database'], name: string, table: string, condition: string): PageStatement =>
  statement(database, name, `SELECT * FROM "${table}" WHERE ${condition}`);

const WHOLE_ROWS = /^SELECT (?<columns>.+) FROM "(?<table>\w+)" WHERE /;

/** Found in what the product sent for a page. */
export function columnsIn(sent: readonly SentStatement[]): Columns {
  const found = sent.flatMap(({ database, text }) => {
    const { columns, table } = WHOLE_ROWS.exec(text)?.groups ?? {};
    return columns && table ? [[`${database} ${table}`, columns] as const] : [];
  });
  return Object.fromEntries(found);
}

export function textOf({ database, text }: PageStatement, columns: Columns): string {
  const { columns: written, table } = WHOLE_ROWS.exec(text)?.groups ?? {};
  return written === '*' ? text.replace('*', columns[`marquee_${database} ${table}`] ?? '*') : text;
}

export const event = rows('events', 'event', 'events', 'id = ANY($1::uuid[])');

export const venue = rows('events', 'venue', 'venues', 'id = ANY($1::uuid[])');

export const categories = rows('events', 'categories', 'categories', 'TRUE ORDER BY position, slug');

export const counts = rows('events', 'counts', 'attendance_counts', 'event_id = ANY($1::uuid[])');

export const answer = rows('events', 'answer', 'attendances', 'event_id = ANY($1::uuid[]) AND user_id = $2::uuid');

export const friends = statement(
  'events',
  'friends',
  `WITH friends AS ( SELECT other_id FROM person_edges WHERE user_id = $1::uuid GROUP BY other_id HAVING bool_or(friends) AND NOT
  bool_or(blocked) ) SELECT a.event_id AS "eventId", count(*)::int AS total, (array_agg(a.user_id::text ORDER BY a.updated_at DESC,
  a.id))[1:$2::int] AS "userIds" FROM friends JOIN attendances a ON a.user_id = friends.other_id AND a.event_id = ANY($3::uuid[])
  WHERE a.status = 'GOING' AND a.visibility IN ('PUBLIC', 'FRIENDS') GROUP BY a.event_id`,
);

export const people = rows('users', 'people', 'users', 'id = ANY($1::uuid[])');

export const onSale = rows('payments', 'onSale', 'events', 'id = ANY($1::uuid[])');

export const tiers = statement(
  'payments',
  'tiers',
  `WITH lapsed AS ( SELECT o.event_id, i.tier_id, SUM(i.quantity)::int AS quantity FROM orders o JOIN order_items i ON i.order_id = o.id
  WHERE o.status IN ('PENDING', 'AWAITING_PAYMENT') AND o.expires_at <= $1::timestamptz AND o.resale_id IS NULL GROUP BY o.event_id,
  i.tier_id ), lapsed_of_event
  AS (SELECT event_id, SUM(quantity)::int AS quantity FROM lapsed GROUP BY event_id) SELECT t.id, t.version, t.event_id AS "eventId",
  t.name, t.description, t.price_minor AS "priceMinor", t.currency, t.quantity, t.sold, t.held - COALESCE(l.quantity, 0) AS "heldLive",
  t.on_sale AS "onSale", t.max_per_person AS "maxPerPerson", t.hidden, t.sales_start AS "salesStart",
  t.sales_end AS "salesEnd", t.buyer_sets_price AS "buyerSetsPrice", CASE WHEN s.grant_version > 0 AND s.wanted IS NOT NULL THEN
  GREATEST(s.wanted - s.taken + COALESCE(e.quantity, 0), 0) END AS "eventFree" FROM ticket_tiers t JOIN event_sales s ON s.event_id =
  t.event_id LEFT JOIN lapsed l ON l.tier_id = t.id LEFT JOIN lapsed_of_event e ON e.event_id = t.event_id WHERE t.event_id =
  ANY($2::uuid[]) ORDER BY t.event_id, t.position`,
);

export const room = statement(
  'social',
  'room',
  `SELECT r.id, r.kind, coalesce(e.title, g.name) AS name, r.event_id AS "eventId", r.group_id AS "groupId", r.direct_low AS "directLow",
  r.direct_high AS "directHigh", r.last_sequence AS "lastSequence", r.last_message_at AS "lastMessageAt", (r.kind = 'DIRECT' AND EXISTS (
  SELECT 1 FROM blocks b WHERE (b.blocker_id = r.direct_low AND b.blocked_id = r.direct_high) OR (b.blocker_id = r.direct_high AND
  b.blocked_id = r.direct_low))) AS blocked, m.answer, coalesce(o.answer, 'ACCEPTED') AS "otherAnswer", m.role, m.last_read_sequence AS
  "lastReadSequence", coalesce(l.last_change, 0) AS "lastChange", coalesce(l.forgotten, 0) AS "forgottenChanges", m.user_id AS "viewerId",
  gm.role AS "groupRole", e.creator_id AS "creatorId", e.organization_id AS "organizationId", om.role AS "organizationRole", ARRAY(SELECT
  t.role::text FROM known_event_roles t WHERE t.event_id = e.id AND t.user_id = m.user_id) AS "teamRoles", e.status AS "eventStatus",
  e.starts_at AS "startsAt", e.ends_at AS "endsAt" FROM rooms r JOIN room_members m ON m.room_id = r.id AND m.user_id = $1::uuid AND
  m.active LEFT JOIN room_members o ON r.kind = 'DIRECT' AND o.room_id = r.id AND o.user_id = CASE m.user_id WHEN r.direct_low THEN
  r.direct_high ELSE r.direct_low END LEFT JOIN known_events e ON e.id = r.event_id LEFT JOIN groups g ON g.id = r.group_id LEFT JOIN
  group_members gm ON gm.group_id = r.group_id AND gm.user_id = m.user_id AND gm.active LEFT JOIN known_organization_members om ON
  om.organization_id = e.organization_id AND om.user_id = m.user_id LEFT JOIN room_logs l ON l.room_id = r.id WHERE NOT EXISTS (SELECT 1
  FROM people p WHERE p.id = $1::uuid AND NOT p.active) AND r.event_id = ANY ($2::uuid[])`,
);

export const copy = rows('curation', 'copy', 'event_copies', 'event_id = ANY($1::uuid[])');

export const workflows = rows(
  'curation',
  'workflows',
  'workflows',
  'event_id = ANY($1::uuid[]) AND revision_id IS NULL ORDER BY submission',
);

export const ratings = statement(
  'curation',
  'ratings',
  `SELECT event_id AS "eventId", sum(rating)::int AS sum, count(*)::int AS count FROM reviews WHERE event_id = ANY ($1::uuid[]) AND
  removed_at IS NULL GROUP BY event_id`,
);

export const reviews = statement(
  'curation',
  'reviews',
  `SELECT page.* FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL ( SELECT r.id, r.event_id AS "eventId",
  r.author_id AS "authorId", r.rating, r.text, r.version, r.reply_text AS "replyText", r.reply_by_id AS "replyById", r.replied_at AS
  "repliedAt", r.created_at AS "createdAt", r.edited_at AS "editedAt" FROM reviews r WHERE r.event_id = o.id AND r.removed_at IS NULL AND
  TRUE AND ($4::boolean OR NOT EXISTS ( SELECT 1 FROM connection_copies b WHERE b.blocked AND b.low_id = least(r.author_id, $3::uuid)
  AND b.high_id = greatest(r.author_id, $3::uuid))) ORDER BY r.created_at DESC, r.id DESC LIMIT $2) page`,
);

export const assessment = rows('curation', 'assessment', 'assessments', 'id = ANY($1::uuid[])');
