import { lazily, type Caller } from '@marquee/platform';
import type { Kept } from './kept';
import { attendanceLoaders } from './modules/attendance/attendance.loaders';
import { attendeeLoaders } from './modules/attendance/attendee.loaders';
import { categoryLoaders } from './modules/category/category.loaders';
import { eventLoaders } from './modules/event/event.loaders';
import { listingLoaders } from './modules/listing/listing.loaders';
import { personLoaders } from './modules/person/person.loaders';
import { swipeLoaders } from './modules/swipe/swipe.loaders';
import { tagLoaders } from './modules/tag/tag.loaders';
import { venueLoaders } from './modules/venue/venue.loaders';

/** All loaders of this subgraph; one set for each request, because many depend on its viewer. */
export const createLoaders = lazily<[kept: Kept, caller: Caller]>()(
  attendanceLoaders,
  attendeeLoaders,
  categoryLoaders,
  eventLoaders,
  listingLoaders,
  personLoaders,
  swipeLoaders,
  tagLoaders,
  venueLoaders,
);

export type Loaders = ReturnType<typeof createLoaders>;
