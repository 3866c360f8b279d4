import { followSequence } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import type { Message } from '../../generated/prisma/client';
import { messagesAfter } from './message.sql';

/** The messages of a room after a sequence, or from now on, for as long as the viewer may read it. */
export function followMessages(ctx: Context, roomId: string, since: number | null | undefined): Promise<AsyncIterableIterator<Message>> {
  const { db } = ctx.kept;
  return followSequence<Context, Message>(ctx, {
    channel: channels.messages(roomId),
    since,
    currentSequence: async () => (await db.prisma.room.findUniqueOrThrow({ where: { id: roomId } })).lastSequence,
    loadAfter: (sequence, limit) => db.query(messagesAfter(roomId, sequence, limit)),
    sequenceOf: (message) => message.sequence,
    allowed: async (fresh) => (await fresh.services.rooms.byId(roomId)) !== null,
    endsOn: [channels.rights(ctx.viewer.id)],
    // A person in a block sees less than others; everybody else can share one stream.
    apart: () => ctx.services.people.viewerIsInABlock(),
  });
}
