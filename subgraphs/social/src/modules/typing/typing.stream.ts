import { followPushes } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import type { TypingPush } from './typing.kept';

/** Who begins and stops writing in a room, without the viewer and people in a block with the viewer. */
export const followTyping = (ctx: Context, roomId: string): Promise<AsyncIterableIterator<TypingPush>> =>
  followPushes<Context, TypingPush, TypingPush>(ctx, {
    bus: ctx.kept.typingBus,
    channel: channels.typing(roomId),
    load: async (push, { viewer, services }) => (push.userId === viewer.id || (await services.people.isBlocked(push.userId)) ? null : push),
    allowed: async (fresh) => (await fresh.services.rooms.byId(roomId)) !== null,
    endsOn: [channels.rights(ctx.viewer.id)],
  });
