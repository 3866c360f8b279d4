import { followSequence } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import type { Message } from '../../generated/prisma/client';
import { seenFrom } from '../message/message-history';
import type { RoomView } from '../room/room.types';
import { changesAfter, changesAfterEach, messagesOf } from './change.sql';
import type { ChangeView, RoomPosition } from './change.types';

/** `historyFrom` of each room: what was said before its reader came is shown without what it says. */
async function withMessages(
  { kept }: Context,
  changes: readonly ChangeView[],
  historyFrom: (roomId: string) => number,
): Promise<ChangeView[]> {
  const ids = [...new Set(changes.flatMap(({ messageId }) => messageId ?? []))];
  const messages = ids.length === 0 ? [] : await kept.db.query<Message>(messagesOf(ids));
  const byId = new Map(messages.map((message) => [message.id, message]));
  return changes.map((change) => {
    const message = byId.get(change.messageId ?? '');
    return { ...change, message: (message && seenFrom(historyFrom(change.roomId), message)) as Message };
  });
}

/** The changes of each of these rooms behind a number, as they stand in the logs. */
export async function loadMissed(ctx: Context, positions: readonly RoomPosition[], limit: number): Promise<ChangeView[]> {
  if (positions.length === 0) return [];
  const [ids, numbers] = [positions.map(({ roomId }) => roomId), positions.map(({ since }) => since)];
  const from = new Map(positions.map((position) => [position.roomId, position.historyFrom]));
  return withMessages(ctx, await ctx.kept.db.query<ChangeView>(changesAfterEach(ids, numbers, limit)), (id) => from.get(id) ?? 0);
}

/** The log of a room after a number, or from now on, for as long as the viewer may read the room. */
export function followChanges(
  ctx: Context,
  { id: roomId, historyFrom }: Pick<RoomView, 'id' | 'historyFrom'>,
  since: number | null | undefined,
): Promise<AsyncIterableIterator<ChangeView>> {
  const { db, roomLogs } = ctx.kept;
  return followSequence<Context, ChangeView>(ctx, {
    channel: channels.changes(roomId),
    since,
    currentSequence: async () => (await roomLogs.reach(roomId)).lastChange,
    async loadAfter(number, limit) {
      await roomLogs.number(roomId);
      return withMessages(ctx, await db.query<ChangeView>(changesAfter(roomId, number, limit)), () => historyFrom);
    },
    sequenceOf: ({ number }) => number,
    allowed: async (fresh) => (await fresh.services.rooms.byId(roomId)) !== null,
    endsOn: [channels.rights(ctx.viewer.id)],
    // A person in a block, or who came later, sees less than others; everybody else can share one stream.
    apart: async () => historyFrom > 0 || ctx.services.people.viewerIsInABlock(),
  });
}
