import { lazily, madeParts, type Clock, type Loader } from '@marquee/platform';
import type { Database } from './db';
import { createActivityLoaders } from './modules/activity/activity.loaders';
import { createConnectionLoaders } from './modules/connection/connection.loaders';
import { createFollowLoaders } from './modules/follow/follow.loaders';
import { createGroupLoaders } from './modules/group/group.loaders';
import { createMessageLoaders } from './modules/message/message.loaders';
import { createPersonLoaders } from './modules/person/person.loaders';
import { createPresenceLoaders } from './modules/presence/presence.loaders';
import { createRoomLoaders } from './modules/room/room.loaders';

/** All loaders of this subgraph; one set for each request, because many answer for its viewer. */
export const createLoaders = lazily<[db: Database, viewerId: string | null, clock: Clock]>()(
  (db, viewerId) => createPersonLoaders(db, viewerId),
  (db, viewerId) => createConnectionLoaders(db, viewerId),
  (db, viewerId) => createFollowLoaders(db, viewerId),
  (db, viewerId, clock) => createGroupLoaders(db, viewerId, () => clock.now()),
  (db, viewerId) => createRoomLoaders(db, viewerId),
  (db) => createMessageLoaders(db),
  (db, viewerId, clock) => createPresenceLoaders(db, viewerId, () => clock.now()),
  (db, viewerId) => createActivityLoaders(db, viewerId),
);

export type Loaders = ReturnType<typeof createLoaders>;

/** After a change in the same request, what was loaded before it is no longer so. */
export const forget = (loaders: Loaders): void =>
  madeParts(loaders).forEach((loader) => void (loader as Loader<unknown, unknown>).clearAll());
