import { lazily, type Caller } from '@marquee/platform';
import type { Kept } from './kept';
import { activityLoaders } from './modules/activity/activity.loaders';
import { chatSettingsLoaders } from './modules/chat-settings/chat-settings.loaders';
import { companionLoaders } from './modules/companion/companion.loaders';
import { crewLoaders } from './modules/crew/crew.loaders';
import { followLoaders } from './modules/follow/follow.loaders';
import { freeBusyLoaders } from './modules/free-busy/free-busy.loaders';
import { friendLoaders } from './modules/friend/friend.loaders';
import { groupLoaders } from './modules/group/group.loaders';
import { messageLoaders } from './modules/message/message.loaders';
import { personLoaders } from './modules/person/person.loaders';
import { pollLoaders } from './modules/poll/poll.loaders';
import { postLoaders } from './modules/post/post.loaders';
import { presenceLoaders } from './modules/presence/presence.loaders';
import { relationshipLoaders } from './modules/relationship/relationship.loaders';
import { roomLoaders } from './modules/room/room.loaders';
import { strengthLoaders } from './modules/strength/strength.loaders';
import { wishListLoaders } from './modules/wish-list/wish-list.loaders';

/** All loaders of this subgraph; one set for each request, because many are about its viewer. */
export const createLoaders = lazily<[kept: Kept, caller: Caller]>()(
  personLoaders,
  relationshipLoaders,
  friendLoaders,
  strengthLoaders,
  followLoaders,
  groupLoaders,
  crewLoaders,
  companionLoaders,
  roomLoaders,
  chatSettingsLoaders,
  messageLoaders,
  presenceLoaders,
  activityLoaders,
  freeBusyLoaders,
  pollLoaders,
  postLoaders,
  wishListLoaders,
);

export type Loaders = ReturnType<typeof createLoaders>;
