import { mergeResolvers } from '@marquee/platform';
import { activityResolvers } from './modules/activity/activity.resolvers';
import { blockResolvers } from './modules/block/block.resolvers';
import { changeResolvers } from './modules/change/change.resolvers';
import { chatSettingsResolvers } from './modules/chat-settings/chat-settings.resolvers';
import { connectionResolvers } from './modules/connection/connection.resolvers';
import { companionResolvers } from './modules/companion/companion.resolvers';
import { crewFeedbackResolvers } from './modules/crew/crew-feedback.resolvers';
import { crewResolvers } from './modules/crew/crew.resolvers';
import { followResolvers } from './modules/follow/follow.resolvers';
import { friendResolvers } from './modules/friend/friend.resolvers';
import { groupEntryResolvers } from './modules/group/group-entry.resolvers';
import { groupModerationResolvers } from './modules/group/group-moderation.resolvers';
import { groupSettingsResolvers } from './modules/group/group-settings.resolvers';
import { groupResolvers } from './modules/group/group.resolvers';
import { inboxResolvers } from './modules/inbox/inbox.resolvers';
import { locationShareResolvers } from './modules/location-share/location-share.resolvers';
import { messageResolvers } from './modules/message/message.resolvers';
import { noticeResolvers } from './modules/notice/notice.resolvers';
import { peopleRoomResolvers } from './modules/people-room/people-room.resolvers';
import { personResolvers } from './modules/person/person.resolvers';
import { freeBusyResolvers } from './modules/free-busy/free-busy.resolvers';
import { groupCalendarResolvers } from './modules/group-calendar/group-calendar.resolvers';
import { pollResolvers } from './modules/poll/poll.resolvers';
import { postResolvers } from './modules/post/post.resolvers';
import { presenceResolvers } from './modules/presence/presence.resolvers';
import { relationshipResolvers } from './modules/relationship/relationship.resolvers';
import { roomMemberResolvers } from './modules/room/room-member.resolvers';
import { roomExportResolvers } from './modules/room-export/room-export.resolvers';
import { roomPurposeResolvers } from './modules/room-purpose/room-purpose.resolvers';
import { roomSettingsResolvers } from './modules/room/room-settings.resolvers';
import { roomResolvers } from './modules/room/room.resolvers';
import { strengthResolvers } from './modules/strength/strength.resolvers';
import { suggestionResolvers } from './modules/suggestion/suggestion.resolvers';
import { typingResolvers } from './modules/typing/typing.resolvers';
import { wishListResolvers } from './modules/wish-list/wish-list.resolvers';

/** All resolvers of this subgraph, module by module. */
export const resolvers = mergeResolvers(
  personResolvers,
  relationshipResolvers,
  connectionResolvers,
  friendResolvers,
  followResolvers,
  blockResolvers,
  suggestionResolvers,
  strengthResolvers,
  groupResolvers,
  groupSettingsResolvers,
  groupModerationResolvers,
  groupEntryResolvers,
  crewResolvers,
  crewFeedbackResolvers,
  companionResolvers,
  roomResolvers,
  roomMemberResolvers,
  roomSettingsResolvers,
  roomExportResolvers,
  roomPurposeResolvers,
  peopleRoomResolvers,
  chatSettingsResolvers,
  locationShareResolvers,
  messageResolvers,
  noticeResolvers,
  wishListResolvers,
  changeResolvers,
  inboxResolvers,
  typingResolvers,
  presenceResolvers,
  activityResolvers,
  pollResolvers,
  freeBusyResolvers,
  groupCalendarResolvers,
  postResolvers,
);
