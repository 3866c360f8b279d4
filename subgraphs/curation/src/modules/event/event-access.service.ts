import { isId } from '@marquee/platform';
import type { Context } from '../../context';
import type { EventCopy } from '../../generated/prisma/client';
import { maySeeEvent } from './event-visibility';

/** May the viewer see an event, and so what curation keeps about it? */
export class EventAccess {
  constructor(private readonly ctx: Context) {}

  /** The event, but for what only the search for duplicates needs; null when the viewer may not see it or curation does not know it. */
  async byId(eventId: string): Promise<Omit<EventCopy, 'signature'> | null> {
    const { loaders, caller } = this.ctx;
    const event = isId(eventId) ? await loaders.eventCopyById.load(eventId) : null;
    if (!event) return null;
    if (maySeeEvent(event, caller.viewer, null)) return event;
    if (!caller.viewer || (event.visibility === 'PUBLIC' && !event.hidden)) return null;
    const attendance = await loaders.viewerAttendanceByEventId.load(eventId);
    return maySeeEvent(event, caller.viewer, attendance) ? event : null;
  }
}
