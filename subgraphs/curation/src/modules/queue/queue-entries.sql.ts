import { Keyset, type Page } from '@marquee/platform';
import { Prisma } from '../../generated/prisma/client';
import { SubjectKind } from '../../generated/prisma/enums';

/** Safety first, then as workflows are ranked (queue-priority.ts). The place does not depend on the present time, so a cursor stays right. */
export const safetyFirst = new Keyset('moderationQueue', { place: 'number', id: 'id' }, 'greatest first');

/** What of the queue; null: all. */
export interface QueueSelection {
  kinds: readonly SubjectKind[];
  /** Who looks; what they made themselves is left out. */
  viewerId: string;
  now: Date;
  category: string | null;
  city: string | null;
  language: string | null;
  /** Claimed by this person at this moment. */
  assigneeId: string | null;
  /** True: claimed by nobody at this moment. */
  unclaimed: boolean | null;
  urgent: boolean | null;
  /** In the queue since then, or longer. */
  queuedUntil: Date | null;
}

/** More are not counted: a number of what waits is read by people. */
export const MOST_COUNTED = 1_000;

/** Between the places of what is urgent and of everything else. */
const URGENT = 5e6;

/** No person's id. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

const { sql, join, raw } = Prisma;

/** The conditions that were asked for and no others. */
function conditionsOf({ now, viewerId, category, city, language, assigneeId, unclaimed, urgent, queuedUntil }: QueueSelection) {
  const isClaimed = sql`claimed_until > ${now}::timestamptz`;
  const parts = [
    sql`author_id IS DISTINCT FROM ${viewerId}::uuid`,
    category !== null && sql`category_slug = ${category}`,
    city !== null && sql`city = lower(${city})`,
    language !== null && sql`language = ${language}`,
    assigneeId !== null && sql`curator_id = ${assigneeId}::uuid AND ${isClaimed}`,
    unclaimed === true && sql`(claimed_until IS NULL OR claimed_until <= ${now}::timestamptz)`,
    unclaimed === false && isClaimed,
    urgent !== null && sql`place ${raw(urgent ? '>=' : '<')} ${URGENT}::float8`,
    queuedUntil !== null && sql`queued_at <= ${queuedUntil}::timestamptz`,
  ];
  return join(
    parts.filter((part) => part !== false),
    ' AND ',
  );
}

/**
 * Ids of one page. Each kind is read from its own stretch of an index, whatever the others are, and the page is made of their beginnings.
 * Not a prepared statement: which index is best depends on the values, and Postgres looks at them only where it plans anew.
 */
export function queueEntries(page: Page, selection: QueueSelection): Prisma.Sql {
  const columns = { place: raw('place'), id: raw('id') };
  const { condition, order } = safetyFirst.tagged(page, columns);
  const limit = page.limit + 1;
  return sql`
    SELECT f.id FROM unnest(${[...selection.kinds]}::text[]) AS k(kind) CROSS JOIN LATERAL (
      SELECT id, place FROM queue_entries
      WHERE kind = k.kind::"SubjectKind" AND ${conditionsOf(selection)} AND ${condition} ORDER BY ${order} LIMIT ${limit}) AS f
    ORDER BY ${order} LIMIT ${limit}`;
}

/** What nobody has, whatever it is, behind this place. */
export const unclaimedBehind = (behind: [number, string] | null, limit: number, now: Date): [Page, QueueSelection] => [
  { list: 'moderationQueue', limit: limit - 1, from: behind, backward: false },
  {
    ...{ kinds: Object.values(SubjectKind), viewerId: NOBODY, now, unclaimed: true },
    ...{ category: null, city: null, language: null, assigneeId: null, urgent: null, queuedUntil: null },
  },
];

/** In the order of the page: a kind of which little waits is read from its stretch of the index, too, and not from the table. */
export const queueCount = (selection: QueueSelection): Prisma.Sql => sql`
  SELECT count(*)::int AS count FROM (
    SELECT FROM unnest(${[...selection.kinds]}::text[]) AS k(kind) CROSS JOIN LATERAL (
      SELECT FROM queue_entries WHERE kind = k.kind::"SubjectKind" AND ${conditionsOf(selection)} ORDER BY place DESC LIMIT ${MOST_COUNTED}) AS few
    LIMIT ${MOST_COUNTED}) AS counted`;
