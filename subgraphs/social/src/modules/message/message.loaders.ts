import { byId, pagesBy, type Caller } from '@marquee/platform';
import type { Message } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { lastMessages, pageOfRooms, unreadCounts } from './message.sql';

export const messageLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  messageById: byId(
    (ids: readonly string[]) => db.prisma.message.findMany({ where: { id: { in: [...ids] } } }),
    (message) => message.id,
  ),
  messagesPage: pagesBy<Message>(
    (ids, page) => db.query(pageOfRooms(ids, page)),
    (message) => message.roomId,
  ),
  /** The newest that the viewer can read. */
  lastMessageByRoomId: byId(
    (ids: readonly string[]) => (viewer ? db.query<Message>(lastMessages(viewer.id, ids)) : Promise.resolve([])),
    (message) => message.roomId,
  ),
  unreadByRoomId: byId(
    (ids: readonly string[]) => (viewer ? db.query<{ id: string; unread: number }>(unreadCounts(viewer.id, ids)) : Promise.resolve([])),
    (room) => room.id,
  ),
});
