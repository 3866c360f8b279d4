import type { Connection, PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Attendance } from '../../generated/prisma/client';
import type { AttendanceStatus } from '../../generated/prisma/enums';
import type { EventService } from '../event/event.service';
import type { EventRow } from '../event/event.types';
import { hasOrAwaitsPlace } from './attendance-access';
import { lastAnswerFirst } from './attendee.sql';

/** The guests of one event whom the viewer may see. */
export class AttendeeService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  async of(event: EventRow, status: AttendanceStatus, args: PageArguments): Promise<Connection<Attendance>> {
    const { loaders } = this.ctx;
    const page = lastAnswerFirst.page(args);
    const everybody = hasOrAwaitsPlace(status) && (await this.events.hasRight(event, 'GUESTS'));
    const { pageByEventId, totalByEventId } = loaders.attendees(status, everybody);
    const rows = await pageByEventId.load({ id: event.id, page });
    return lastAnswerFirst.connection(rows, page, { totalCount: async () => (await totalByEventId.load(event.id))?.total ?? 0 });
  }
}
