import { parsePage, toConnection, type Connection, type PageArguments } from '@marquee/platform';
import type { Tools } from '../../context';
import type { Attendance } from '../../generated/prisma/client';
import type { AttendanceStatus } from '../../generated/prisma/enums';
import { mayManageAttendees } from '../event/event.access';
import type { EventRow } from '../event/event.row';
import { hasOrAwaitsPlace } from './attendance.access';

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
    return toConnection(rows, page, (row) => [row.at.toISOString(), row.id], {
      node: (row) => row.attendance,
      totalCount: async () => (await totalByEventId.load(event.id))?.total ?? 0,
    });
  }
}
