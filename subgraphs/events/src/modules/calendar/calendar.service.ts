import { createHash, randomBytes } from 'node:crypto';
import { isId, type Connection, type PageArguments } from '@marquee/platform';
import { isForEverybody } from '../event/event-status';
import type { Context } from '../../context';
import type { EventRow } from '../event/event.types';
import type { ListingService } from '../listing/listing.service';
import { googleLink, outlookLink } from './calendar-links';
import { CALENDARS } from './calendar-route';
import type { RenewCalendarFeed } from './calendar.input';

export interface CalendarFeedView {
  path: string;
  renewedAt: Date;
}

export interface CalendarLinksView {
  google: string;
  outlook: string;
  ics: string | null;
}

const placeOf = (userId: string) => ({ table: 'calendar_feeds', column: 'sealed_token', id: userId });

/** Events in people's calendars. */
export class CalendarService {
  constructor(
    private readonly ctx: Context,
    private readonly listings: ListingService,
  ) {}

  async feed(): Promise<CalendarFeedView | null> {
    const { kept, viewer } = this.ctx;
    const feed = await kept.db.prisma.calendarFeed.findUnique({ where: { userId: viewer.id } });
    if (!feed) return null;
    const token = kept.fields.open(placeOf(viewer.id), feed.sealedToken);
    return { path: `${CALENDARS}/personal/${token}.ics`, renewedAt: feed.renewedAt };
  }

  async renew(input: RenewCalendarFeed): Promise<CalendarFeedView> {
    const { viewer } = this.ctx;
    await this.ctx.change('renewCalendarFeed', input, async ({ tx, now, kept }) => {
      const token = randomBytes(24).toString('base64url');
      const data = {
        tokenHash: createHash('sha256').update(token).digest('hex'),
        sealedToken: kept.fields.seal(placeOf(viewer.id), token),
        renewedAt: now,
      };
      await tx.calendarFeed.upsert({ where: { userId: viewer.id }, create: { userId: viewer.id, ...data }, update: data });
    });
    return (await this.feed())!;
  }

  /** Null for those to whom that person does not show where they go. */
  async sharedBy(userId: string, args: PageArguments): Promise<Connection<EventRow> | null> {
    const { caller, loaders } = this.ctx;
    if (!caller.viewer || !isId(userId)) return null;
    if (caller.viewer.id === userId) return this.listings.calendarOf(userId, args);
    const [person, tie] = await Promise.all([loaders.personById.load(userId), loaders.tieByUserId.load(userId)]);
    if (!person?.active || tie?.blocked) return null;
    const shown = person.attendanceVisibility === 'PUBLIC' || (person.attendanceVisibility === 'FRIENDS' && tie?.friends === true);
    return shown ? this.listings.sharedCalendarOf(userId, args) : null;
  }

  async linksOf(event: EventRow): Promise<CalendarLinksView> {
    const venue = event.venueId ? await this.ctx.loaders.venueById.load(event.venueId) : null;
    const place = venue ? [venue.name, venue.address, venue.city].filter(Boolean).join(', ') : null;
    const ics = isForEverybody(event) && !event.hidden ? `${CALENDARS}/events/${event.id}.ics` : null;
    return { google: googleLink({ ...event, place }), outlook: outlookLink({ ...event, place }), ics };
  }
}
