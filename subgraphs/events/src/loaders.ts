import { lazily, type Caller } from '@marquee/platform';
import type { SubgraphRuntime } from './context';
import { attendanceLoaders } from './modules/attendance/attendance.loaders';
import { categoryLoaders } from './modules/category/category.loaders';
import { eventLoaders } from './modules/event/event.loaders';
import { personLoaders } from './modules/person/person.loaders';
import { swipeLoaders } from './modules/swipe/swipe.loaders';
import { tagLoaders } from './modules/tag/tag.loaders';
import { venueLoaders } from './modules/venue/venue.loaders';

/** All loaders of this subgraph; one set for each request. */
export const createLoaders = lazily<[runtime: SubgraphRuntime, caller: Caller]>()(
  ({ db }, { viewer }) => attendanceLoaders(db, viewer),
  ({ db }) => categoryLoaders(db),
  ({ db, clock }, { viewer }) => eventLoaders(db, clock, viewer),
  ({ db }, { viewer }) => personLoaders(db, viewer),
  ({ db }, { viewer }) => swipeLoaders(db, viewer),
  ({ db, clock }) => tagLoaders(db, clock),
  ({ db }) => venueLoaders(db),
);

export type Loaders = ReturnType<typeof createLoaders>;
