import { isId, notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { EventCopy } from '../../generated/prisma/client';
import { accessTo, asksForAGuest, mayManage } from './event-rights';

/** Says what this subgraph has to know of events: may the viewer see one, and do they run it. */
export class EventAccess {
  constructor(private readonly ctx: Context) {}

  /** The event when the viewer may see it, null otherwise. */
  async byId(eventId: string): Promise<EventCopy | null> {
    const event = isId(eventId) ? await this.ctx.loaders.eventById.load(eventId) : null;
    return event && (await this.maySee(event)) ? event : null;
  }

  async require(eventId: string): Promise<EventCopy> {
    const event = await this.byId(eventId);
    if (!event) throw notFound('The event');
    return event;
  }

  async isManager(eventId: string): Promise<boolean> {
    const { viewer } = this.ctx.caller;
    return viewer !== null && isId(eventId) && mayManage(await this.ctx.loaders.eventById.load(eventId), viewer);
  }

  private async maySee(event: EventCopy): Promise<boolean> {
    const { loaders, viewerId } = this.ctx;
    const { viewer } = this.ctx.caller;
    if (asksForAGuest(event, viewer) && !(viewerId && (await loaders.guest.load({ userId: viewerId, id: event.id })))) return false;
    switch (accessTo(event, viewer)) {
      case 'yes':
        return true;
      case 'no':
        return false;
      case 'if member':
        return event.groupId !== null && loaders.membership.load({ userId: viewerId!, id: event.groupId });
      case 'if guest':
        return loaders.guest.load({ userId: viewerId!, id: event.id });
    }
  }
}
