import type { Context } from './context';
import { ActivityService } from './modules/activity/activity.service';
import { BlockService } from './modules/block/block.service';
import { RoomChangeService } from './modules/change/change.service';
import { ChatSettingsService } from './modules/chat-settings/chat-settings.service';
import { ConnectionService } from './modules/connection/connection.service';
import { CompanionService } from './modules/companion/companion.service';
import { CrewFeedbackService } from './modules/crew/crew-feedback.service';
import { CrewService } from './modules/crew/crew.service';
import { DirectRoomService } from './modules/direct/direct.service';
import { FollowService } from './modules/follow/follow.service';
import { FreeBusyService } from './modules/free-busy/free-busy.service';
import { FriendService } from './modules/friend/friend.service';
import { GroupCalendarService } from './modules/group-calendar/group-calendar.service';
import { GroupEntryListService } from './modules/group/group-entry-lists.service';
import { GroupEntryService } from './modules/group/group-entry.service';
import { GroupListService } from './modules/group/group-lists.service';
import { GroupModerationService } from './modules/group/group-moderation.service';
import { GroupSettingsService } from './modules/group/group-settings.service';
import { GroupService } from './modules/group/group.service';
import { InboxService } from './modules/inbox/inbox.service';
import { LocationShareService } from './modules/location-share/location-share.service';
import { MessageEditService } from './modules/message/message-edit.service';
import { ReactionService } from './modules/message/message-reaction.service';
import { MessageSearchService } from './modules/message/message-search.service';
import { MessageService } from './modules/message/message.service';
import { NoticeService } from './modules/notice/notice.service';
import { PersonService } from './modules/person/person.service';
import { PollService } from './modules/poll/poll.service';
import { PostCommentService } from './modules/post/post-comment.service';
import { PostService } from './modules/post/post.service';
import { PresenceService } from './modules/presence/presence.service';
import { PeopleRoomService } from './modules/people-room/people-room.service';
import { RelationshipService } from './modules/relationship/relationship.service';
import { RoomExportService } from './modules/room-export/room-export.service';
import { RoomMemberService } from './modules/room/room-member.service';
import { RoomPurposeService } from './modules/room-purpose/room-purpose.service';
import { RoomSettingsService } from './modules/room/room-settings.service';
import { RoomService } from './modules/room/room.service';
import { SuggestionService } from './modules/suggestion/suggestion.service';
import { TypingService } from './modules/typing/typing.service';
import { WishListService } from './modules/wish-list/wish-list.service';

/** All services of this subgraph, for one caller. */
export const createServices = (ctx: Context) => {
  const people = new PersonService(ctx);
  const relationships = new RelationshipService(ctx, people);
  const posts = new PostService(ctx, people);
  const suggestions = new SuggestionService(ctx, people);
  const groups = new GroupService(ctx);
  const rooms = new RoomService(ctx);
  const messages = new MessageService(ctx, rooms, people);
  const peopleRooms = new PeopleRoomService(ctx, rooms);
  const roomChanges = new RoomChangeService(ctx, rooms, people);
  return {
    people,
    relationships,
    connections: new ConnectionService(ctx, relationships),
    friends: new FriendService(ctx, people),
    follows: new FollowService(ctx, people),
    blocks: new BlockService(ctx),
    suggestions,
    companions: new CompanionService(ctx, suggestions),
    groups,
    groupSettings: new GroupSettingsService(ctx, groups),
    groupModeration: new GroupModerationService(ctx, groups),
    groupEntry: new GroupEntryService(ctx, groups),
    groupEntryLists: new GroupEntryListService(ctx, groups),
    groupLists: new GroupListService(ctx, people),
    rooms,
    roomExports: new RoomExportService(ctx, rooms),
    roomPurposes: new RoomPurposeService(ctx, rooms),
    roomMembers: new RoomMemberService(ctx, rooms),
    roomSettings: new RoomSettingsService(ctx, rooms),
    chatSettings: new ChatSettingsService(ctx),
    directRooms: new DirectRoomService(ctx, rooms, peopleRooms),
    peopleRooms,
    messages,
    notices: new NoticeService(ctx, people),
    messageSearch: new MessageSearchService(ctx),
    messageEdits: new MessageEditService(ctx, messages),
    reactions: new ReactionService(ctx, messages),
    roomChanges,
    inbox: new InboxService(ctx, roomChanges),
    typing: new TypingService(ctx, rooms),
    locationShares: new LocationShareService(ctx),
    presence: new PresenceService(ctx),
    polls: new PollService(ctx),
    freeBusy: new FreeBusyService(ctx, groups),
    groupCalendars: new GroupCalendarService(ctx, groups),
    posts,
    postComments: new PostCommentService(ctx, posts),
    crews: new CrewService(ctx, groups),
    crewFeedback: new CrewFeedbackService(ctx, people),
    wishLists: new WishListService(ctx),
    activity: new ActivityService(ctx),
  };
};

export type Services = ReturnType<typeof createServices>;
