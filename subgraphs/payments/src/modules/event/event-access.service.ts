import { isId, notFound } from '@marquee/platform';
import { givesRight, staffMay, type EventRight } from '@marquee/schema/rules/event-rights';
import { maySee, sightOf, type Tie } from '@marquee/schema/rules/event-visibility';
import type { Context } from '../../context';
import type { EventCopy } from '../../generated/prisma/client';
import { onShowOf } from './event-rights';

/** Says what this subgraph has to know of events: may the viewer see one, and what may they do with it. */
export class EventAccess {
  constructor(private readonly ctx: Context) {}

  /** The event when the viewer may see it, null otherwise. */
  async byId(eventId: string): Promise<EventCopy | null> {
    const event = isId(eventId) ? await this.ctx.loaders.eventById.load(eventId) : null;
    return event && (await this.isVisible(event)) ? event : null;
  }

  async require(eventId: string): Promise<EventCopy> {
    const event = await this.byId(eventId);
    if (!event) throw notFound('The event');
    return event;
  }

  /** May the viewer do this with the event, by a role on it or as staff? Inside a transaction `holdRight` asks again. */
  async hasRight(eventId: string, right: EventRight): Promise<boolean> {
    const { caller, loaders } = this.ctx;
    if (!caller.viewer || !isId(eventId)) return false;
    if (staffMay(caller.viewer, right)) return (await loaders.eventById.load(eventId)) !== null;
    return givesRight((await loaders.viewerRolesByEventId.load(eventId))?.roles ?? [], right);
  }

  /** Most events are for everybody: then nothing about the viewer is looked up. */
  private async isVisible(event: EventCopy): Promise<boolean> {
    const { loaders, viewerId } = this.ctx;
    const sight = sightOf(onShowOf(event), { insider: false, signedIn: viewerId !== null });
    if (sight === true || (await this.hasRight(event.id, 'SEE'))) return true;
    if (sight === false) return false;
    const ties = new Set<Tie>((await loaders.viewerTiesByEventId.load(event.id))?.ties);
    if (event.groupId && (await loaders.viewerMembershipByGroupId.load(event.groupId))) ties.add('MEMBER');
    return maySee(sight, ties);
  }
}
