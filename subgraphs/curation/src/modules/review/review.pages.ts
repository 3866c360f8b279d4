import {
  invalidInput,
  isId,
  parsePage,
  toConnection,
  type Connection,
  type Page,
  type PageArguments,
  type Statement,
} from '@marquee/platform';
import type { Database } from '../../db';
import type { Review } from '../../generated/prisma/client';
import { ATTENDING, SHOWN_STATUSES } from '../event/event.visibility';

/** Reviews are listed newest first; the id decides between two of the same instant. A cursor that nobody was given is refused. */
export function parseReviewPage(args: PageArguments): Page {
  const page = parsePage(args, { list: 'reviews', keyLength: 2 });
  const [createdAt, id] = page.from ?? [];
  if (page.from && !(typeof createdAt === 'string' && !Number.isNaN(Date.parse(createdAt)) && typeof id === 'string' && isId(id))) {
    throw invalidInput(page.backward ? 'before' : 'after', 'This is not a cursor of this list.');
  }
  return page;
}

/** One page of the reviews that belong to an owner: an event, or an author as one viewer may see them. */
export interface PageKey {
  owner: string;
  page: Page;
}

export const pageIdentity = ({ owner, page }: PageKey): string => JSON.stringify([owner, page]);

const COLUMNS = `r.id, r.event_id AS "eventId", r.author_id AS "authorId", r.rating, r.text, r.version, r.reply_text AS "replyText",
  r.reply_by_id AS "replyById", r.replied_at AS "repliedAt", r.created_at AS "createdAt", r.edited_at AS "editedAt"`;

const list = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/** The same as maySeeEvent, for the event `e`; the arguments are the parameters that hold the viewer's id and whether a curator asks. */
const visible = (viewer: string, curator: string) => `NOT e.deleted AND (${curator}::boolean OR e.creator_id = ${viewer}::uuid
  OR (e.was_published AND e.status IN (${list(SHOWN_STATUSES)}) AND ((e.visibility = 'PUBLIC' AND NOT e.hidden) OR EXISTS (
    SELECT FROM attendance_copies a WHERE a.event_id = e.event_id AND a.user_id = ${viewer}::uuid
      AND (a.checked_in_at IS NOT NULL OR a.status IN (${list(ATTENDING)}))))))`;

export interface Reader {
  viewerId: string | null;
  isCurator: boolean;
}

/** The same page of the reviews of many events, in one statement. That the events may be seen is the caller's check. */
export const reviewsOfEvents = (db: Database, owners: readonly string[], page: Page): Promise<Map<string, Review[]>> =>
  fetch(db, 'event', owners, page, []);

/** The same page of many authors' reviews, of events that the reader may see. */
export const reviewsOfAuthors = (db: Database, owners: readonly string[], page: Page, reader: Reader): Promise<Map<string, Review[]>> =>
  fetch(db, 'author', owners, page, [reader.viewerId, reader.isCurator]);

async function fetch(
  db: Database,
  of: 'event' | 'author',
  owners: readonly string[],
  page: Page,
  more: readonly unknown[],
): Promise<Map<string, Review[]>> {
  const rows = await db.query<Review & { owner: string }>(reviewsStatement(of, owners, page, more));
  const byOwner = new Map<string, Review[]>();
  for (const { owner, ...row } of rows) byOwner.set(owner, [...(byOwner.get(owner) ?? []), row as Review]);
  return byOwner;
}

/** `more`: for authors, the viewer's id and whether a curator asks. */
export function reviewsStatement(of: 'event' | 'author', owners: readonly string[], page: Page, more: readonly unknown[]): Statement {
  const [order, beyond] = page.backward ? ['ASC', '>'] : ['DESC', '<'];
  // $2 and $3 are named even where nothing is compared with them, so that the numbers of the others stay.
  const from = page.from ? `(r.created_at, r.id) ${beyond} ($2::timestamptz, $3::uuid)` : '($2::timestamptz IS NULL AND $3::uuid IS NULL)';
  const [join, condition] = of === 'author' ? ['JOIN event_copies e ON e.event_id = r.event_id', `AND ${visible('$5', '$6')}`] : ['', ''];
  return {
    name: `reviews_of_${of}_${order}_${page.from ? 'from' : 'first'}`,
    text: `SELECT o.id AS owner, page.* FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL (
        SELECT ${COLUMNS} FROM reviews r ${join}
        WHERE r.${of}_id = o.id AND ${from} ${condition}
        ORDER BY r.created_at ${order}, r.id ${order} LIMIT $4) page`,
    values: [[...owners], page.from?.[0] ?? null, page.from?.[1] ?? null, page.limit + 1, ...more],
  };
}

/** How many reviews each author wrote that the reader may see. */
export async function countReviewsOfAuthors(db: Database, authors: readonly string[], reader: Reader): Promise<Map<string, number>> {
  const rows = await db.query<{ author: string; count: number }>({
    name: 'count_reviews_of_authors',
    text: `SELECT r.author_id AS author, count(*)::int AS count FROM reviews r JOIN event_copies e ON e.event_id = r.event_id
      WHERE r.author_id = ANY ($1::uuid[]) AND ${visible('$2', '$3')}
      GROUP BY r.author_id`,
    values: [[...authors], reader.viewerId, reader.isCurator],
  });
  return new Map(rows.map((row) => [row.author, row.count]));
}

export const reviewConnection = (rows: readonly Review[], page: Page, totalCount: () => Promise<number>): Connection<Review> =>
  toConnection(rows, page, (review) => [review.createdAt.toISOString(), review.id], { totalCount });
