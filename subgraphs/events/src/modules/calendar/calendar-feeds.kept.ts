import { createHash } from 'node:crypto';
import type { Basics, PublicRequest, PublicResponse, Viewer } from '@marquee/platform';
import type { PrismaClient } from '../../generated/prisma/client';
import { feedAt, type Feed } from './calendar-route';
import { publicSeries } from '../series/series.sql';
import type { SeriesView } from '../series/series.types';
import { calendarText, type Calendar, type CalendarEvent } from './calendar-text';
import { eventsOfFeed, eventsOfPerson, exceptionsOfSeries, type FeedOfEvents } from './calendar.sql';
import { seriesCalendar, type Exception } from './series-calendar';

const DAY = 86_400_000;
const SINCE_DAYS = 90;
const NOTHING: PublicResponse = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: 'There is no such calendar.\n',
};

/** What only the hash of is kept in an index. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Calendars at addresses of their own, which calendar programs ask again and again. */
export class CalendarFeeds {
  constructor(private readonly basics: Basics<PrismaClient, object>) {}

  answer = async ({ path, query, headers }: PublicRequest): Promise<PublicResponse> => {
    const feed = feedAt(path, query);
    const calendar = feed && (await this.calendarOf(feed));
    if (!calendar) return NOTHING;
    const body = calendarText(calendar);
    const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
    const personal = feed.of === 'personal';
    const known = {
      etag,
      'cache-control': personal ? 'private, no-cache' : 'public, max-age=900',
      ...(personal ? { 'referrer-policy': 'no-referrer' } : {}),
    };
    if (matches(headers['if-none-match'], etag)) return { status: 304, headers: known };
    const content = { 'content-type': 'text/calendar; charset=utf-8', 'content-disposition': 'inline; filename="marquee.ics"' };
    return { status: 200, headers: { ...known, ...content, 'x-content-type-options': 'nosniff' }, body };
  };

  private calendarOf(feed: Feed): Promise<Calendar | null> {
    if (feed.of === 'personal') return this.ofPerson(feed.token);
    return feed.of === 'series' ? this.ofSeries(feed.id) : this.ofEverybody(feed);
  }

  /** Null for one that is not for everybody, or not on show. */
  private async ofSeries(id: string): Promise<Calendar | null> {
    const { prisma } = this.basics.db;
    const [shown] = await prisma.$queryRaw<{ id: string }[]>(publicSeries([id]));
    const series = shown && ((await prisma.eventSeries.findUnique({ where: { id } })) as unknown as SeriesView | null);
    if (!series) return null;
    const { venueId } = series.content;
    const venue = venueId ? await prisma.venue.findUnique({ where: { id: venueId } }) : null;
    return seriesCalendar(series, venue, await prisma.$queryRaw<Exception[]>(exceptionsOfSeries(id)));
  }

  /** A calendar without events may be one of a person whom nobody knows: that is not told. Null for an event or a place that there is not. */
  private async ofEverybody(feed: FeedOfEvents) {
    const { db, clock } = this.basics;
    // One event is shown however long it is over.
    const since = feed.of === 'events' ? new Date(0) : new Date(clock.now().getTime() - SINCE_DAYS * DAY);
    const events = await db.prisma.$queryRaw<CalendarEvent[]>(eventsOfFeed(feed, null, since));
    if (feed.of === 'events' && events.length === 0) return null;
    return { name: feed.of === 'events' ? events[0]!.title : 'Marquee', events };
  }

  /** What its person sees, as long as the account is active. */
  private async ofPerson(token: string) {
    const { db, clock } = this.basics;
    const feed = await db.prisma.calendarFeed.findUnique({ where: { tokenHash: hashOfToken(token) } });
    const person = feed && (await db.prisma.personCopy.findUnique({ where: { id: feed.userId }, select: { active: true } }));
    if (!feed || person?.active === false) return null;
    const viewer = { id: feed.userId, role: 'user', permissions: [] } as unknown as Viewer;
    const since = new Date(clock.now().getTime() - SINCE_DAYS * DAY);
    return { name: 'Marquee', events: await db.prisma.$queryRaw<CalendarEvent[]>(eventsOfPerson(viewer, since)) };
  }
}

/** RFC 9110, 13.1.2: compared weakly. */
const matches = (header: string | undefined, etag: string): boolean =>
  header !== undefined && header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
