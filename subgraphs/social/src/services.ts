import type { Context } from './context';
import type { Deps } from './deps';
import { ActivityService } from './modules/activity/activity.service';
import { BlockService } from './modules/block/block.service';
import { ConnectionLists } from './modules/connection/connection.lists';
import { ConnectionService } from './modules/connection/connection.service';
import { FollowService } from './modules/follow/follow.service';
import { GroupLists } from './modules/group/group.lists';
import { GroupService } from './modules/group/group.service';
import { MessageService } from './modules/message/message.service';
import { PresenceService } from './modules/presence/presence.service';
import { RoomService } from './modules/room/room.service';
import { SuggestionService } from './modules/suggestion/suggestion.service';
import { TypingService } from './modules/typing/typing.service';

/** All services of this subgraph, for one caller. */
export const createServices = (ctx: Context) => {
  const deps: Deps = { ...ctx.kept, loaders: ctx.loaders, caller: ctx.caller, live: ctx.live };
  return {
    connections: new ConnectionService(deps),
    connectionLists: new ConnectionLists(deps),
    follows: new FollowService(deps),
    blocks: new BlockService(deps),
    suggestions: new SuggestionService(deps),
    groups: new GroupService(deps),
    groupLists: new GroupLists(deps),
    rooms: new RoomService(deps),
    messages: new MessageService(deps),
    typing: new TypingService(deps),
    presence: new PresenceService(deps),
    activity: new ActivityService(deps),
  };
};

export type Services = ReturnType<typeof createServices>;
