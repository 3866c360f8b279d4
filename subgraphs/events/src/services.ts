import type { Tools } from './context';
import { attendanceUpdates } from './modules/attendance/attendance.live';
import { AttendanceService } from './modules/attendance/attendance.service';
import { AttendeeListService } from './modules/attendance/attendee.lists';
import { CheckInService } from './modules/attendance/check-in.service';
import { CategoryService } from './modules/category/category.service';
import { EventListService } from './modules/event/event.lists';
import { eventUpdates } from './modules/event/event.live';
import { EventService } from './modules/event/event.service';
import { VisibleEvents } from './modules/event/event.visible';
import { FeedService } from './modules/feed/feed.service';
import { ImportService } from './modules/ingestion/import.service';
import { InvitationService } from './modules/invitation/invitation.service';
import { SearchService } from './modules/search/search.service';
import { SwipeService } from './modules/swipe/swipe.service';
import { TagService } from './modules/tag/tag.service';
import { VenueService } from './modules/venue/venue.service';

/** All services of this subgraph, for one caller. */
export const createServices = (tools: Tools) => {
  const visible = new VisibleEvents(tools);
  return {
    attendances: new AttendanceService(tools, visible),
    attendees: new AttendeeListService(tools),
    categories: new CategoryService(tools),
    checkIns: new CheckInService(tools, visible),
    eventLists: new EventListService(tools),
    events: new EventService(tools, visible),
    feed: new FeedService(tools),
    imports: new ImportService(tools, visible),
    invitations: new InvitationService(tools, visible),
    live: {
      attendanceUpdates: (eventId: string) => attendanceUpdates(tools, eventId),
      eventUpdates: (eventId: string) => eventUpdates(tools, eventId),
    },
    search: new SearchService(tools),
    swipes: new SwipeService(tools, visible),
    tags: new TagService(tools),
    venues: new VenueService(tools),
    visible,
  };
};

export type Services = ReturnType<typeof createServices>;
