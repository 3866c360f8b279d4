import type { Context } from './context';
import { AttendanceService } from './modules/attendance/attendance.service';
import { AttendeeService } from './modules/attendance/attendee.service';
import { ApprovalService } from './modules/attendance/approval.service';
import { CheckInService } from './modules/attendance/check-in.service';
import { EligibilityService } from './modules/attendance/eligibility.service';
import { RsvpService } from './modules/attendance/rsvp.service';
import { WaitlistService } from './modules/attendance/waitlist.service';
import { AnalyticsService } from './modules/analytics/analytics.service';
import { PlatformAnalyticsService } from './modules/analytics/platform-analytics.service';
import { AnnouncementService } from './modules/announcement/announcement.service';
import { AppearanceService } from './modules/appearance/appearance.service';
import { AuthoringService } from './modules/authoring/authoring.service';
import { DuplicateService } from './modules/authoring/duplicate.service';
import { RollbackService } from './modules/authoring/rollback.service';
import { CalendarService } from './modules/calendar/calendar.service';
import { CategoryService } from './modules/category/category.service';
import { EventExportService } from './modules/event-export/event-export.service';
import { EventService } from './modules/event/event.service';
import { RevisionService } from './modules/event/event-revision.service';
import { VersionService } from './modules/event/event-version.service';
import { FeaturedService } from './modules/featured/featured.service';
import { FeedService } from './modules/feed/feed.service';
import { GuestExportService } from './modules/guest-export/guest-export.service';
import { ImageService } from './modules/image/image.service';
import { ShownImageService } from './modules/image/image-shown.service';
import { ImportService } from './modules/ingestion/import.service';
import { ImportWorkService } from './modules/ingestion/import-work.service';
import { InteractionService } from './modules/interaction/interaction.service';
import { PersonalizationService } from './modules/interaction/personalization.service';
import { InvitationService } from './modules/invitation/invitation.service';
import { ListingService } from './modules/listing/listing.service';
import { DoorService } from './modules/door/door.service';
import { LotteryService } from './modules/lottery/lottery.service';
import { PassService } from './modules/pass/pass.service';
import { RegistrationService } from './modules/registration/registration.service';
import { PreviewService } from './modules/preview/preview.service';
import { SeriesPreviewService } from './modules/preview/series-preview.service';
import { SavedSearchService } from './modules/saved-search/saved-search.service';
import { SearchService } from './modules/search/search.service';
import { SourceService } from './modules/source/source.service';
import { SeriesEditService } from './modules/series/series-edit.service';
import { SeriesService } from './modules/series/series.service';
import { ShareService } from './modules/share/share.service';
import { SwipeService } from './modules/swipe/swipe.service';
import { TagService } from './modules/tag/tag.service';
import { TeamService } from './modules/team/team.service';
import { TemplateService } from './modules/template/template.service';
import { VenueDetailsService } from './modules/venue-care/venue-details.service';
import { VenueMergeService } from './modules/venue-care/venue-merge.service';
import { TransitService } from './modules/transit/transit.service';
import { VenueService } from './modules/venue/venue.service';
import { WeatherService } from './modules/weather/weather.service';

/** All services of this subgraph, for one caller. */
export const createServices = (ctx: Context) => {
  const events = new EventService(ctx);
  const attendances = new AttendanceService(ctx, events);
  const eligibility = new EligibilityService(ctx, events);
  const listings = new ListingService(ctx);
  const venues = new VenueService(ctx);
  const shownImages = new ShownImageService(ctx);
  const authoring = new AuthoringService(ctx, events, venues, shownImages);
  const versions = new VersionService(ctx, events);
  const templates = new TemplateService(ctx, events, authoring);
  const series = new SeriesService(ctx, events, authoring, templates);
  const transit = new TransitService(ctx);
  const previews = new PreviewService(ctx, events, series);
  const seriesEdits = new SeriesEditService(ctx, events, authoring, series);
  return {
    analytics: new AnalyticsService(ctx, events),
    platformAnalytics: new PlatformAnalyticsService(ctx),
    announcements: new AnnouncementService(ctx, events),
    appearances: new AppearanceService(ctx),
    approvals: new ApprovalService(ctx, events),
    attendances,
    attendees: new AttendeeService(ctx, events),
    authoring,
    calendars: new CalendarService(ctx, listings),
    categories: new CategoryService(ctx),
    checkIns: new CheckInService(ctx, events, eligibility),
    duplicates: new DuplicateService(ctx, events, authoring),
    eligibility,
    eventExports: new EventExportService(ctx),
    events,
    featured: new FeaturedService(ctx, events),
    feed: new FeedService(ctx, transit),
    guestExports: new GuestExportService(ctx, events),
    images: new ImageService(ctx),
    imports: new ImportService(ctx, events),
    importWorks: new ImportWorkService(ctx),
    interactions: new InteractionService(ctx, events),
    invitations: new InvitationService(ctx, events),
    listings,
    doors: new DoorService(ctx, events, eligibility),
    lotteries: new LotteryService(ctx, events, eligibility),
    personalization: new PersonalizationService(ctx),
    passes: new PassService(ctx, eligibility),
    previews,
    registrations: new RegistrationService(ctx, events),
    revisions: new RevisionService(ctx, events),
    rollbacks: new RollbackService(ctx, events, versions, authoring),
    rsvps: new RsvpService(ctx, events, eligibility),
    savedSearches: new SavedSearchService(ctx),
    search: new SearchService(ctx),
    shares: new ShareService(ctx, events),
    shownImages,
    sources: new SourceService(ctx),
    series,
    seriesEdits,
    seriesPreviews: new SeriesPreviewService(ctx, events, seriesEdits, previews),
    swipes: new SwipeService(ctx, events),
    tags: new TagService(ctx),
    teams: new TeamService(ctx, events),
    templates,
    transit,
    venueDetails: new VenueDetailsService(ctx, venues),
    venueMerges: new VenueMergeService(ctx, venues),
    venues,
    versions,
    weather: new WeatherService(ctx),
    waitlists: new WaitlistService(ctx, attendances),
  };
};

export type Services = ReturnType<typeof createServices>;
