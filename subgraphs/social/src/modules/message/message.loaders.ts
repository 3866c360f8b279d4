import { byId, manyBy, pagesBy, type Caller } from '@marquee/platform';
import type { Message, MessageVersion } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { lastMessages, mentionCounts, pageOfRooms, pinnedMessages, unreadCounts } from './message.sql';
import { ownReactions, reactionsTo } from './message-reaction.sql';
import type { ReactionsOfMessage } from './message.types';

export const messageLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  messageById: byId(
    (ids: readonly string[]) => db.prisma.message.findMany({ where: { id: { in: [...ids] } } }),
    (message) => message.id,
  ),
  messagesPage: pagesBy<Message>(
    (ids, page) => (viewer ? db.query(pageOfRooms(viewer.id, ids, page)) : Promise.resolve([])),
    (message) => message.roomId,
  ),
  /** The newest that the viewer can read. */
  lastMessageByRoomId: byId(
    (ids: readonly string[]) => (viewer ? db.query<Message>(lastMessages(viewer.id, ids)) : Promise.resolve([])),
    (message) => message.roomId,
  ),
  pinnedByRoomId: manyBy<string, Message>(
    (ids) => (viewer ? db.query(pinnedMessages(viewer.id, ids)) : Promise.resolve([])),
    (message) => message.roomId,
  ),
  versionsByMessageId: manyBy<string, MessageVersion>(
    (ids) => db.prisma.messageVersion.findMany({ where: { messageId: { in: [...ids] } }, orderBy: { version: 'asc' } }),
    (version) => version.messageId,
  ),
  reactionsForViewer: byId(
    (ids: readonly string[]) => db.query<ReactionsOfMessage>(reactionsTo(ids, viewer?.id ?? null)),
    (row) => row.id,
  ),
  /** As people who are in no block see them. */
  reactionsForAll: byId(
    (ids: readonly string[]) => db.query<ReactionsOfMessage>(reactionsTo(ids, null)),
    (row) => row.id,
  ),
  reactionsOfViewer: byId(
    (ids: readonly string[]) => (viewer ? db.query<{ id: string; emoji: string[] }>(ownReactions(ids, viewer.id)) : Promise.resolve([])),
    (row) => row.id,
  ),
  mentionsByRoomId: byId(
    (ids: readonly string[]) => (viewer ? db.query<{ id: string; mentions: number }>(mentionCounts(viewer.id, ids)) : Promise.resolve([])),
    (room) => room.id,
  ),
  unreadByRoomId: byId(
    (ids: readonly string[]) => (viewer ? db.query<{ id: string; unread: number }>(unreadCounts(viewer.id, ids)) : Promise.resolve([])),
    (room) => room.id,
  ),
});
