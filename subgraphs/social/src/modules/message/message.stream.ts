import { followSequence } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import type { Message } from '../../generated/prisma/client';
import type { RoomView } from '../room/room.types';
import { seenFrom } from './message-history';
import { messagesAfter } from './message.sql';

/** The messages of a room after a sequence, or from now on, for as long as the viewer may read it. */
export function followMessages(
  ctx: Context,
  { id: roomId, historyFrom }: Pick<RoomView, 'id' | 'historyFrom'>,
  since: number | null | undefined,
): Promise<AsyncIterableIterator<Message>> {
  const { db } = ctx.kept;
  return followSequence<Context, Message>(ctx, {
    channel: channels.messages(roomId),
    since,
    currentSequence: async () => (await db.prisma.room.findUniqueOrThrow({ where: { id: roomId } })).lastSequence,
    loadAfter: async (sequence, limit) =>
      (await db.query<Message>(messagesAfter(roomId, sequence, limit))).map((message) => seenFrom(historyFrom, message)),
    sequenceOf: (message) => message.sequence,
    allowed: async (fresh) => (await fresh.services.rooms.byId(roomId)) !== null,
    endsOn: [channels.rights(ctx.viewer.id)],
    // A person in a block, or who came later, sees less than others; everybody else can share one stream.
    apart: async () => historyFrom > 0 || ctx.services.people.viewerIsInABlock(),
  });
}
