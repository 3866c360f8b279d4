import { byId, invalidInput, isId, pagesBy, type Clock, type Loader, type Page, type Viewer } from '@marquee/platform';
import type { Database } from '../../db';
import { Prisma } from '../../generated/prisma/client';
import { attendanceVisibleTo } from '../attendance/attendance.access';
import { visibleTo } from './event.access';
import type { EventRow } from './event.row';

/** A list of events that hangs on a person or a group. */
interface List {
  /** What to read for one owner `o`; the event is `e`. */
  from: Prisma.Sql;
  /** By what it is sorted, and after it by the event's id. */
  sortedBy: Prisma.Sql;
  latestFirst: boolean;
}

export interface PageRow {
  owner: string;
  id: string;
  sortKey: Date;
  event: EventRow;
}

const swiped = (direction: 'UP' | 'DOWN'): List => ({
  from: Prisma.sql`swipes s JOIN events e ON e.id = s.event_id WHERE s.user_id = o.id AND s.direction = ${direction}::swipe_direction`,
  sortedBy: Prisma.sql`s.swiped_at`,
  latestFirst: true,
});

const lists = {
  organized: () => ({ from: Prisma.sql`events e WHERE e.creator_id = o.id`, sortedBy: Prisma.sql`e.starts_at`, latestFirst: true }),
  ofGroup: () => ({ from: Prisma.sql`events e WHERE e.group_id = o.id`, sortedBy: Prisma.sql`e.starts_at`, latestFirst: true }),
  attending: (now, viewer) => ({
    from: Prisma.sql`attendances a JOIN events e ON e.id = a.event_id
      WHERE a.user_id = o.id AND a.status = 'GOING' AND e.status = 'PUBLISHED' AND e.ends_at > ${now} AND ${attendanceVisibleTo(viewer)}`,
    sortedBy: Prisma.sql`e.starts_at`,
    latestFirst: false,
  }),
  calendar: (now) => ({
    from: Prisma.sql`events e WHERE e.ends_at > ${now} AND e.id IN (
      SELECT s.event_id FROM swipes s WHERE s.user_id = o.id AND s.direction = 'RIGHT'
      UNION SELECT a.event_id FROM attendances a WHERE a.user_id = o.id AND a.status = 'GOING')`,
    sortedBy: Prisma.sql`e.starts_at`,
    latestFirst: false,
  }),
  saved: () => swiped('UP'),
  liked: () => swiped('DOWN'),
  invitedTo: (now) => ({
    from: Prisma.sql`event_invitations i JOIN events e ON e.id = i.event_id WHERE i.user_id = o.id AND e.ends_at > ${now}`,
    sortedBy: Prisma.sql`i.created_at`,
    latestFirst: true,
  }),
} satisfies Record<string, (now: Date, viewer: Viewer | null) => List>;

export type ListName = keyof typeof lists;

/**
 * Pages and totals of each list, cut after what the viewer may see: two statements (keys, then events) for all owners that are asked for
 * the same page, and one for their totals.
 */
export function eventPages({ prisma }: Database, clock: Clock, viewer: Viewer | null, eventById: Loader<string, EventRow | null>) {
  const listOf = (name: ListName): List => lists[name](clock.now(), viewer);

  const page = (name: ListName) =>
    pagesBy(
      async (owners, page) => {
        const { from, sortedBy, latestFirst } = listOf(name);
        const down = latestFirst !== page.backward;
        const order = down ? Prisma.sql`DESC` : Prisma.sql`ASC`;
        const start = startOf(page);
        const beyond = down ? Prisma.sql`<` : Prisma.sql`>`;
        const after = start ? Prisma.sql`AND (${sortedBy}, e.id) ${beyond} (${start.at}::timestamptz, ${start.id}::uuid)` : Prisma.empty;
        const rows = await prisma.$queryRaw<Omit<PageRow, 'event'>[]>`
          SELECT o.id AS owner, page.id, page.key AS "sortKey" FROM unnest(${[...owners]}::uuid[]) AS o(id) CROSS JOIN LATERAL (
            SELECT e.id, ${sortedBy} AS key FROM ${from} AND ${visibleTo(viewer)} ${after}
            ORDER BY ${sortedBy} ${order}, e.id ${order} LIMIT ${page.limit + 1}) page
          ORDER BY owner, page.key ${order}, page.id ${order}`;
        const events = await Promise.all(rows.map(({ id }) => eventById.load(id)));
        // One that was deleted between the two reads is left out.
        return rows.flatMap((row, index): PageRow[] => (events[index] ? [{ ...row, event: events[index] }] : []));
      },
      (row: PageRow) => row.owner,
    );

  const total = (name: ListName) =>
    byId(
      (owners: readonly string[]) =>
        prisma.$queryRaw<{ owner: string; total: number }[]>`
          SELECT o.id AS owner, total.n AS total FROM unnest(${[...owners]}::uuid[]) AS o(id) CROSS JOIN LATERAL (
            SELECT count(*)::int AS n FROM ${listOf(name).from} AND ${visibleTo(viewer)}) total`,
      (row) => row.owner,
    );

  const names = Object.keys(lists) as ListName[];
  const each = <T>(make: (name: ListName) => T) => Object.fromEntries(names.map((name) => [name, make(name)])) as Record<ListName, T>;
  return { eventPage: each(page), eventTotal: each(total) };
}

/** A cursor comes from outside: its parts, a time and an id, are checked before they reach the database. */
export function startOf(page: Page): { at: string; id: string } | null {
  if (!page.from) return null;
  const [at, id] = page.from;
  if (typeof at !== 'string' || !/^\d{4}-/.test(at) || Number.isNaN(Date.parse(at)) || typeof id !== 'string' || !isId(id)) {
    throw invalidInput(
      page.backward ? 'before' : 'after',
      'This is not a cursor of this list. Pass an endCursor or startCursor that this list answered.',
    );
  }
  return { at: new Date(at).toISOString(), id };
}
