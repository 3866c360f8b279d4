import { lazily, madeParts, type Caller, type Loader } from '@marquee/platform';
import type { Kept } from './kept';
import { createActivityLoaders } from './modules/activity/activity.loaders';
import { createConnectionLoaders } from './modules/connection/connection.loaders';
import { createFollowLoaders } from './modules/follow/follow.loaders';
import { createGroupLoaders } from './modules/group/group.loaders';
import { createMessageLoaders } from './modules/message/message.loaders';
import { createPersonLoaders } from './modules/person/person.loaders';
import { createPresenceLoaders } from './modules/presence/presence.loaders';
import { createRoomLoaders } from './modules/room/room.loaders';

/** All loaders of this subgraph; one set for each request, because many answer for its viewer. */
export const createLoaders = lazily<[kept: Kept, caller: Caller]>()(
  ({ db }, { viewer }) => createPersonLoaders(db, viewer?.id ?? null),
  ({ db }, { viewer }) => createConnectionLoaders(db, viewer?.id ?? null),
  ({ db }, { viewer }) => createFollowLoaders(db, viewer?.id ?? null),
  ({ db, clock }, { viewer }) => createGroupLoaders(db, viewer?.id ?? null, () => clock.now()),
  ({ db }, { viewer }) => createRoomLoaders(db, viewer?.id ?? null),
  ({ db }) => createMessageLoaders(db),
  ({ db, clock }, { viewer }) => createPresenceLoaders(db, viewer?.id ?? null, () => clock.now()),
  ({ db }, { viewer }) => createActivityLoaders(db, viewer?.id ?? null),
);

export type Loaders = ReturnType<typeof createLoaders>;

/** After a change in the same request, what was loaded before it is no longer so. */
export const forget = (loaders: Loaders): void =>
  madeParts(loaders).forEach((loader) => void (loader as Loader<unknown, unknown>).clearAll());
