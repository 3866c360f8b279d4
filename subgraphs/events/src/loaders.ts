import { lazily, type Caller } from '@marquee/platform';
import type { Kept } from './kept';
import { announcementLoaders } from './modules/announcement/announcement.loaders';
import { attendanceLoaders } from './modules/attendance/attendance.loaders';
import { attendeeLoaders } from './modules/attendance/attendee.loaders';
import { waitlistLoaders } from './modules/attendance/waitlist.loaders';
import { categoryLoaders } from './modules/category/category.loaders';
import { eventPlaceLoaders } from './modules/event/event-place.loaders';
import { eventLoaders } from './modules/event/event.loaders';
import { eventRightsLoaders } from './modules/event/event-rights.loaders';
import { revisionLoaders } from './modules/event/event-revision.loaders';
import { versionLoaders } from './modules/event/event-version.loaders';
import { imageLoaders } from './modules/image/image.loaders';
import { importWorkLoaders } from './modules/ingestion/import-work.loaders';
import { listingLoaders } from './modules/listing/listing.loaders';
import { personLoaders } from './modules/person/person.loaders';
import { doorLoaders } from './modules/door/door.loaders';
import { lotteryLoaders } from './modules/lottery/lottery.loaders';
import { passLoaders } from './modules/pass/pass.loaders';
import { ratingLoaders } from './modules/rating/rating.loaders';
import { registrationLoaders } from './modules/registration/registration.loaders';
import { sourceLoaders } from './modules/source/source.loaders';
import { seriesLoaders } from './modules/series/series.loaders';
import { shareLoaders } from './modules/share/share.loaders';
import { swipeLoaders } from './modules/swipe/swipe.loaders';
import { tagLoaders } from './modules/tag/tag.loaders';
import { teamLoaders } from './modules/team/team.loaders';
import { templateLoaders } from './modules/template/template.loaders';
import { venueLoaders } from './modules/venue/venue.loaders';
import { interactionLoaders } from './modules/interaction/interaction.loaders';
import { weatherLoaders } from './modules/weather/weather.loaders';

/**
 * All loaders of this subgraph; one set for each request, because many depend on its viewer. Pages load their rows through the loader of
 * single ones: all owners of a page then wait for the same statement, and what follows, their totals, is asked for all at once.
 */
export const createLoaders = lazily<[kept: Kept, caller: Caller]>()(
  (kept, caller) => {
    const attendances = attendanceLoaders(kept, caller);
    const { attendanceById } = attendances;
    return { ...attendances, ...attendeeLoaders(kept, caller, attendanceById), ...announcementLoaders(kept, caller, attendanceById) };
  },
  categoryLoaders,
  eventPlaceLoaders,
  (kept, caller) => {
    const events = eventLoaders(kept);
    return { ...events, ...eventRightsLoaders(kept, caller), ...listingLoaders(kept, caller, events.eventById) };
  },
  imageLoaders,
  importWorkLoaders,
  interactionLoaders,
  personLoaders,
  doorLoaders,
  lotteryLoaders,
  passLoaders,
  registrationLoaders,
  revisionLoaders,
  sourceLoaders,
  seriesLoaders,
  shareLoaders,
  swipeLoaders,
  ratingLoaders,
  tagLoaders,
  teamLoaders,
  templateLoaders,
  venueLoaders,
  versionLoaders,
  waitlistLoaders,
  weatherLoaders,
);

export type Loaders = ReturnType<typeof createLoaders>;
