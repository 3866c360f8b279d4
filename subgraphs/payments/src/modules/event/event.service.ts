import { isId, type Viewer } from '@marquee/platform';
import type { Event } from '../../generated/prisma/client';
import type { Loaders } from '../../loaders';
import { accessTo, asksForAGuest, mayManage } from './event.access';

/** Answers what this subgraph has to know of events: who may see one, and who runs it. */
export class EventService {
  constructor(
    private readonly loaders: Loaders,
    private readonly viewer: Viewer | null,
  ) {}

  /** The event when the viewer may see it, null otherwise. */
  async visible(eventId: string): Promise<Event | null> {
    const event = isId(eventId) ? await this.loaders.eventById.load(eventId) : null;
    return event && (await this.maySee(event)) ? event : null;
  }

  async isManager(eventId: string): Promise<boolean> {
    return this.viewer !== null && isId(eventId) && mayManage(await this.loaders.eventById.load(eventId), this.viewer);
  }

  private async maySee(event: Event): Promise<boolean> {
    const { viewer, loaders } = this;
    if (asksForAGuest(event, viewer) && !(viewer && (await loaders.guest.load({ userId: viewer.id, id: event.id })))) return false;
    switch (accessTo(event, viewer)) {
      case 'yes':
        return true;
      case 'no':
        return false;
      case 'if member':
        return event.groupId !== null && loaders.membership.load({ userId: viewer!.id, id: event.groupId });
      case 'if guest':
        return loaders.guest.load({ userId: viewer!.id, id: event.id });
    }
  }
}
