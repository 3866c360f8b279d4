import { isId, notFound } from '@marquee/platform';
import type { Tools } from '../../context';
import { accessTo, asksForAnAnswer, type Guarded } from './event.access';
import type { EventRow } from './event.row';

/** The only way from an event's id to an event: it answers what the viewer may see, and null for the rest. */
export class VisibleEvents {
  constructor(private readonly tools: Tools) {}

  async byId(id: string): Promise<EventRow | null> {
    if (!isId(id)) return null;
    const event = await this.tools.loaders.eventById.load(id.toLowerCase());
    return event && (await this.isVisible(event)) ? event : null;
  }

  /** For mutations: what the viewer may not see does not exist. */
  async require(id: string): Promise<EventRow> {
    const event = await this.byId(id);
    if (!event) throw notFound('This event');
    return event;
  }

  async isVisible(event: Guarded & { id: string }): Promise<boolean> {
    const { caller, loaders } = this.tools;
    const access = accessTo(event, caller.viewer);
    if (access === 'no') return false;
    if (asksForAnAnswer(event, caller.viewer) && (await loaders.answeredByEventId.load(event.id)) === null) return false;
    if (access === 'if member') return (await loaders.membershipByGroupId.load(event.groupId!)) !== null;
    if (access === 'if guest') return (await loaders.guestByEventId.load(event.id)) !== null;
    return true;
  }
}
