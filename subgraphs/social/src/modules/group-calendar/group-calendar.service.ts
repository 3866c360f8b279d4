import type { Connection, PageArguments } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { Context } from '../../context';
import type { GroupService } from '../group/group.service';
import type { CalendarSpan } from './group-calendar.input';
import { calendarCount, calendarOf, earliestFirst } from './group-calendar.sql';
import type { CalendarEntryView } from './group-calendar.types';

/** What groups have before them. */
export class GroupCalendarService {
  constructor(
    private readonly ctx: Context,
    private readonly groups: GroupService,
  ) {}

  /** Null unless the viewer is a member. */
  async of(groupId: string, { from, until }: CalendarSpan, args: PageArguments): Promise<Connection<CalendarEntryView> | null> {
    const { kept, viewer } = this.ctx;
    const page = earliestFirst.page(args);
    const group = await this.groups.byId(groupId);
    if (!group || group.viewerRole === null) return null;
    const asked = { groupId, viewerId: viewer.id, staff: staffMay(viewer, 'SEE'), from: from ?? kept.clock.now(), until: until ?? null };
    const rows = await kept.db.query<CalendarEntryView>(calendarOf(asked, page));
    return earliestFirst.connection(rows, page, {
      totalCount: async () => (await kept.db.query<{ count: number }>(calendarCount(asked)))[0]!.count,
    });
  }
}
