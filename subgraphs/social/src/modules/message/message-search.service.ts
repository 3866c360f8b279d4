import type { Connection } from '@marquee/platform';
import type { Context } from '../../context';
import type { Message } from '../../generated/prisma/client';
import { wordsOf, type SearchMessages } from './message-search.input';
import { messagesFound, newestFirst } from './message-search.sql';

/** What was said in the viewer's rooms. */
export class MessageSearchService {
  constructor(private readonly ctx: Context) {}

  async find({ query, roomId = null, ...args }: SearchMessages): Promise<Connection<Message>> {
    const { viewer, kept } = this.ctx;
    const page = newestFirst.page(args);
    return newestFirst.connection(await kept.db.query<Message>(messagesFound(viewer.id, wordsOf(query), roomId, page)), page);
  }
}
