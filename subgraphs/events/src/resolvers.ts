import { mergeResolvers } from '@marquee/platform';
import { attendanceResolvers } from './modules/attendance/attendance.resolvers';
import { eligibilityResolvers } from './modules/attendance/eligibility.resolvers';
import { waitlistResolvers } from './modules/attendance/waitlist.resolvers';
import { analyticsResolvers } from './modules/analytics/analytics.resolvers';
import { announcementResolvers } from './modules/announcement/announcement.resolvers';
import { appearanceResolvers } from './modules/appearance/appearance.resolvers';
import { authoringResolvers } from './modules/authoring/authoring.resolvers';
import { duplicateResolvers } from './modules/authoring/duplicate.resolvers';
import { rollbackResolvers } from './modules/authoring/rollback.resolvers';
import { calendarResolvers } from './modules/calendar/calendar.resolvers';
import { categoryResolvers } from './modules/category/category.resolvers';
import { eventExportResolvers } from './modules/event-export/event-export.resolvers';
import { eventResolvers } from './modules/event/event.resolvers';
import { detailResolvers } from './modules/event/event-details.resolvers';
import { revisionResolvers } from './modules/event/event-revision.resolvers';
import { weatherResolvers } from './modules/weather/weather.resolvers';
import { versionResolvers } from './modules/event/event-version.resolvers';
import { featuredResolvers } from './modules/featured/featured.resolvers';
import { feedResolvers } from './modules/feed/feed.resolvers';
import { guestExportResolvers } from './modules/guest-export/guest-export.resolvers';
import { imageResolvers } from './modules/image/image.resolvers';
import { importResolvers } from './modules/ingestion/import.resolvers';
import { importWorkResolvers } from './modules/ingestion/import-work.resolvers';
import { invitationResolvers } from './modules/invitation/invitation.resolvers';
import { listingResolvers } from './modules/listing/listing.resolvers';
import { doorResolvers } from './modules/door/door.resolvers';
import { lotteryResolvers } from './modules/lottery/lottery.resolvers';
import { passResolvers } from './modules/pass/pass.resolvers';
import { previewResolvers } from './modules/preview/preview.resolvers';
import { registrationResolvers } from './modules/registration/registration.resolvers';
import { savedSearchResolvers } from './modules/saved-search/saved-search.resolvers';
import { searchResolvers } from './modules/search/search.resolvers';
import { sourceResolvers } from './modules/source/source.resolvers';
import { seriesResolvers } from './modules/series/series.resolvers';
import { interactionResolvers } from './modules/interaction/interaction.resolvers';
import { shareResolvers } from './modules/share/share.resolvers';
import { swipeResolvers } from './modules/swipe/swipe.resolvers';
import { ratingResolvers } from './modules/rating/rating.resolvers';
import { tagResolvers } from './modules/tag/tag.resolvers';
import { teamResolvers } from './modules/team/team.resolvers';
import { templateResolvers } from './modules/template/template.resolvers';
import { venueDetailResolvers } from './modules/venue-care/venue-details.resolvers';
import { venueMergeResolvers } from './modules/venue-care/venue-merge.resolvers';
import { transitResolvers } from './modules/transit/transit.resolvers';
import { venueResolvers } from './modules/venue/venue.resolvers';

/** All resolvers of this subgraph, one line for each module. */
export const resolvers = mergeResolvers(
  analyticsResolvers,
  announcementResolvers,
  attendanceResolvers,
  eligibilityResolvers,
  appearanceResolvers,
  authoringResolvers,
  calendarResolvers,
  categoryResolvers,
  eventExportResolvers,
  eventResolvers,
  detailResolvers,
  duplicateResolvers,
  featuredResolvers,
  feedResolvers,
  guestExportResolvers,
  imageResolvers,
  importResolvers,
  importWorkResolvers,
  invitationResolvers,
  listingResolvers,
  doorResolvers,
  lotteryResolvers,
  passResolvers,
  previewResolvers,
  registrationResolvers,
  revisionResolvers,
  rollbackResolvers,
  savedSearchResolvers,
  searchResolvers,
  sourceResolvers,
  seriesResolvers,
  interactionResolvers,
  shareResolvers,
  swipeResolvers,
  ratingResolvers,
  tagResolvers,
  teamResolvers,
  templateResolvers,
  transitResolvers,
  venueResolvers,
  venueDetailResolvers,
  venueMergeResolvers,
  weatherResolvers,
  versionResolvers,
  waitlistResolvers,
);
