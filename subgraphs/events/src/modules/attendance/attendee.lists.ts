import { parsePage, toConnection, type Connection, type PageArguments } from '@marquee/platform';
import type { Tools } from '../../context';
import type { Attendance } from '../../generated/prisma/client';
import type { AttendanceStatus } from '../../generated/prisma/enums';
import { mayManageAttendees } from '../event/event.access';
import type { EventRow } from '../event/event.row';
import { hasOrAwaitsPlace } from './attendance.access';
import type { AttendeeRow } from './attendee.pages';

/** The guests of one event, as Relay connections of those whom the viewer may see. */
export class AttendeeListService {
  constructor(private readonly tools: Tools) {}

  /** Last answer first. */
  async of(event: EventRow, status: AttendanceStatus, args: PageArguments): Promise<Connection<Attendance>> {
    const { caller, loaders } = this.tools;
    const page = parsePage(args, { list: 'attendees', keyLength: 2 });
    const everybody = mayManageAttendees(event, caller.viewer) && hasOrAwaitsPlace(status);
    const { pageByEventId, totalByEventId } = loaders.attendees(status, everybody);
    const rows = await pageByEventId.load({ id: event.id, page });
    const found = new Map<string, Attendance>();
    for (const row of await Promise.all(rows.map(({ id }) => loaders.attendanceById.load(id)))) if (row) found.set(row.id, row);
    return toConnection<AttendeeRow, Attendance>(
      rows.filter(({ id }) => found.has(id)),
      page,
      (row) => [row.at.toISOString(), row.id],
      { node: (row) => found.get(row.id)!, totalCount: async () => (await totalByEventId.load(event.id))?.total ?? 0 },
    );
  }
}
