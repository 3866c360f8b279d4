import { notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Announcement, Attendance } from '../../generated/prisma/client';
import { eventNotOpen } from '../attendance/attendance.refusals';
import { holdRight } from '../event/event-rights.store';
import type { EventService } from '../event/event.service';
import { lockEvent } from '../event/event.store';
import type { EventRow } from '../event/event.types';
import type { AnnounceToGuests } from './announcement.input';
import { byAttendanceId, latestFirst } from './announcement.sql';
import { announce, requireFewAnnouncements } from './announcement.store';

/** What the team of an event does with its guest list. */
export class AnnouncementService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  async announce(input: AnnounceToGuests): Promise<Announcement> {
    const { kept, viewer } = this.ctx;
    const { eventId } = input;
    await this.events.requireRight(eventId, 'GUESTS');
    const id = await this.ctx.change('announceToGuests', input, async (step) => {
      const event = await lockEvent(step, eventId);
      if (!event) throw notFound('This event');
      await holdRight(step, eventId, viewer, 'GUESTS');
      if (event.publishedAt === null || (event.status !== 'PUBLISHED' && event.status !== 'COMPLETED' && event.status !== 'CANCELLED'))
        throw eventNotOpen(event.status, 'NOT_PUBLISHED');
      await requireFewAnnouncements(step, eventId);
      return announce(step, event, viewer.id, input);
    });
    const announcement = await kept.db.prisma.announcement.findUnique({ where: { id } });
    if (!announcement) throw notFound('This announcement');
    return announcement;
  }

  async of(event: EventRow, args: PageArguments): Promise<Connection<Announcement>> {
    const { loaders } = this.ctx;
    const page = latestFirst.page(args);
    const may = await this.events.hasRight(event, 'GUESTS');
    const rows = may ? await loaders.announcementPageByEventId.load({ id: event.id, page }) : [];
    const count = async () => (may ? ((await loaders.announcementCountByEventId.load(event.id))?._count ?? 0) : 0);
    return latestFirst.connection(rows, page, { totalCount: count });
  }

  async noShows(event: EventRow, args: PageArguments): Promise<Connection<Attendance>> {
    const { kept, loaders } = this.ctx;
    const page = byAttendanceId.page(args);
    const isOver = event.status === 'COMPLETED' || (event.status === 'PUBLISHED' && event.endsAt <= kept.clock.now());
    const may = isOver && (await this.events.hasRight(event, 'GUESTS'));
    const rows = may ? await loaders.noShowPageByEventId.load({ id: event.id, page }) : [];
    const count = async () => (may ? ((await loaders.noShowCountByEventId.load(event.id))?.count ?? 0) : 0);
    return byAttendanceId.connection(rows, page, { totalCount: count });
  }
}
