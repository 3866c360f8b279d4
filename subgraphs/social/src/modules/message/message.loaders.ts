import { byId, pagesBy } from '@marquee/platform';
import type { Message } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { pageOfRooms } from './message.sql';

export const messageLoaders = ({ db }: Kept) => ({
  messageById: byId(
    (ids: readonly string[]) => db.prisma.message.findMany({ where: { id: { in: [...ids] } } }),
    (message) => message.id,
  ),
  messagesPage: pagesBy<Message>(
    (ids, page) => db.query(pageOfRooms(ids, page)),
    (message) => message.roomId,
  ),
});
