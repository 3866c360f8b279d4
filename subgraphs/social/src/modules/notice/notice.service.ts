import type { Context } from '../../context';
import type { Message } from '../../generated/prisma/client';
import type { PersonService } from '../person/person.service';
import type { NoticeView } from './notice.types';

/** What rooms tell of themselves. */
export class NoticeService {
  constructor(
    private readonly ctx: Context,
    private readonly people: PersonService,
  ) {}

  /** Null for what somebody said. Names nobody who is in a block with the viewer. */
  async of({ notice, noticeBy, noticePeople, noticeName, noticeAbout }: Message): Promise<NoticeView | null> {
    if (notice === null) return null;
    const shown = await this.shown(noticeBy === null ? noticePeople : [noticeBy, ...noticePeople]);
    return {
      kind: notice,
      actorId: noticeBy !== null && shown.has(noticeBy) ? noticeBy : null,
      peopleIds: noticePeople.filter((id) => shown.has(id)),
      name: noticeName,
      messageId: notice === 'MESSAGE_PINNED' ? noticeAbout : null,
      eventId: notice === 'EVENT_CHANGED' || notice === 'EVENT_CANCELLED' ? noticeAbout : null,
      pollId: notice === 'POLL_OPENED' || notice === 'POLL_CLOSED' ? noticeAbout : null,
    };
  }

  private async shown(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const { live } = this.ctx;
    // A shared stream goes to people who are in no block at all.
    if (live?.mode === 'follow' && live.shared === true) return new Set(ids);
    const hidden = await Promise.all(ids.map((id) => this.people.isBlocked(id)));
    return new Set(ids.filter((_, index) => !hidden[index]));
  }
}
