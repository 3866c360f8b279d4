import { Keyset, type Viewer } from '@marquee/platform';
import { Prisma } from '../../generated/prisma/client';
import { attendanceVisibleTo } from '../attendance/attendance-access.sql';
import { visibleTo } from '../event/event-access.sql';
import type { MyEventsFilter } from './listing.input';

const latestFirst = (list: string) => new Keyset(list, { sortedAt: 'time', id: 'id' }, 'greatest first');
const nextFirst = (list: string) => new Keyset(list, { sortedAt: 'time', id: 'id' }, 'least first');

/** Lists of events that hang on a person, a group, an organisation or a venue. */
export const keysets = {
  organized: latestFirst('organized'),
  ofOrganization: latestFirst('ofOrganization'),
  runBy: latestFirst('runBy'),
  ofGroup: latestFirst('ofGroup'),
  attending: nextFirst('attending'),
  calendar: nextFirst('calendar'),
  sharedCalendar: nextFirst('sharedCalendar'),
  saved: latestFirst('saved'),
  liked: latestFirst('liked'),
  invitedTo: latestFirst('invitedTo'),
  atVenue: nextFirst('atVenue'),
  pastAtVenue: latestFirst('pastAtVenue'),
};

export type ListName = keyof typeof keysets;

/** What a list reads for one owner `o`, where the event is `e`; and by what it is sorted, before the event's id. */
export interface ListSource {
  from: Prisma.Sql;
  sortedBy: Prisma.Sql;
}

const byStart = (from: Prisma.Sql): ListSource => ({ from, sortedBy: Prisma.sql`e.starts_at` });

const swiped = (direction: 'UP' | 'DOWN'): ListSource => ({
  from: Prisma.sql`swipes s JOIN events e ON e.id = s.event_id WHERE s.user_id = o.id AND s.direction = ${direction}::swipe_direction`,
  sortedBy: Prisma.sql`s.swiped_at`,
});

export const sources: Record<ListName, (now: Date, viewer: Viewer | null) => ListSource> = {
  organized: () => byStart(Prisma.sql`events e WHERE e.creator_id = o.id AND e.organization_id IS NULL`),
  ofOrganization: () => byStart(Prisma.sql`events e WHERE e.organization_id = o.id`),
  // That the roles still give something is asked by the condition that every list has.
  runBy: () =>
    byStart(Prisma.sql`events e WHERE e.id IN (
      SELECT own.id FROM events own WHERE own.creator_id = o.id AND own.organization_id IS NULL
      UNION SELECT t.event_id FROM event_team t WHERE t.user_id = o.id AND t.state = 'MEMBER'
      UNION SELECT house.id FROM organization_members m JOIN events house ON house.organization_id = m.organization_id
        WHERE m.user_id = o.id AND m.role IS NOT NULL)`),
  ofGroup: () => byStart(Prisma.sql`events e WHERE e.group_id = o.id`),
  attending: (now, viewer) =>
    byStart(Prisma.sql`attendances a JOIN events e ON e.id = a.event_id
      WHERE a.user_id = o.id AND a.status = 'GOING' AND e.status = 'PUBLISHED' AND e.ends_at > ${now} AND ${attendanceVisibleTo(viewer)}`),
  calendar: (now) =>
    byStart(Prisma.sql`events e WHERE e.ends_at > ${now} AND e.id IN (
      SELECT s.event_id FROM swipes s WHERE s.user_id = o.id AND s.direction = 'RIGHT'
      UNION SELECT a.event_id FROM attendances a WHERE a.user_id = o.id AND a.status = 'GOING')`),
  // As the calendar; answers are shown as each says.
  sharedCalendar: (now, viewer) =>
    byStart(Prisma.sql`events e WHERE e.ends_at > ${now} AND e.id IN (
      SELECT s.event_id FROM swipes s WHERE s.user_id = o.id AND s.direction = 'RIGHT'
      UNION SELECT a.event_id FROM attendances a WHERE a.user_id = o.id AND a.status = 'GOING' AND ${attendanceVisibleTo(viewer)})`),
  saved: () => swiped('UP'),
  liked: () => swiped('DOWN'),
  invitedTo: (now) => ({
    from: Prisma.sql`event_invitations i JOIN events e ON e.id = i.event_id WHERE i.user_id = o.id AND i.invited AND e.ends_at > ${now}`,
    sortedBy: Prisma.sql`i.created_at`,
  }),
  atVenue: (now) => byStart(Prisma.sql`events e WHERE e.venue_id = o.id AND e.status = 'PUBLISHED' AND e.ends_at > ${now}`),
  pastAtVenue: (now) =>
    byStart(Prisma.sql`events e WHERE e.venue_id = o.id AND e.status IN ('PUBLISHED', 'COMPLETED') AND e.ends_at <= ${now}`),
};

/** The events `e` that the viewer runs and the filter leaves. */
export function runBySql(
  viewer: Viewer,
  { status, organizationId, from, to, text, collapseSeries }: MyEventsFilter,
  now: Date,
): Prisma.Sql {
  const all = [Prisma.sql`(SELECT ${viewer.id}::uuid AS id) o CROSS JOIN ${sources.runBy(now, viewer).from}`, visibleTo(viewer)];
  if (status) all.push(Prisma.sql`e.status = ${status}::event_status`);
  if (organizationId) all.push(Prisma.sql`e.organization_id = ${organizationId}::uuid`);
  if (from) all.push(Prisma.sql`e.ends_at >= ${from}`);
  if (to) all.push(Prisma.sql`e.starts_at < ${to}`);
  if (text) all.push(Prisma.sql`e.title ILIKE ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`);
  if (collapseSeries)
    all.push(Prisma.sql`(e.series_id IS NULL OR e.id = (SELECT n.id FROM events n WHERE n.series_id = e.series_id
      ORDER BY n.starts_at < ${now}, CASE WHEN n.starts_at < ${now} THEN ${now}::timestamptz - n.starts_at ELSE n.starts_at - ${now}::timestamptz END, n.id LIMIT 1))`);
  return Prisma.join(all, ' AND ');
}
