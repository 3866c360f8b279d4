import { isId } from '@marquee/platform';
import { givesRight, mayHaveRole, staffMay, type EventRight } from '@marquee/schema/rules/event-rights';
import { maySee, sightOf, type Tie } from '@marquee/schema/rules/event-visibility';
import type { Context } from '../../context';
import type { EventCopy } from '../../generated/prisma/client';
import { onShowOf, teamOf } from './event-visibility';

type Event = Omit<EventCopy, 'signature'>;

/** May the viewer see an event, and so what curation keeps about it? What may they do with it? */
export class EventAccess {
  constructor(private readonly ctx: Context) {}

  /** The event, but for what only the search for duplicates needs; null when the viewer may not see it or curation does not know it. */
  async byId(eventId: string): Promise<Event | null> {
    const event = isId(eventId) ? await this.ctx.loaders.eventCopyById.load(eventId) : null;
    return event && !event.deleted && (await this.isVisible(event)) ? event : null;
  }

  /** By a role on it, or as staff. */
  async hasRight(eventId: string, right: EventRight): Promise<boolean> {
    const { caller, loaders } = this.ctx;
    const { viewer } = caller;
    if (!viewer || staffMay(viewer, right)) return viewer !== null;
    const event = await loaders.eventCopyById.load(eventId);
    // Most people have no part in most events: the copy, which the page reads anyway, says so.
    if (!event || !mayHaveRole(teamOf(event), viewer.id)) return false;
    return givesRight((await loaders.viewerRolesByEventId.load(eventId))?.roles ?? [], right);
  }

  /** Does the viewer see what is said to those who can mend the event: the state of its review, the notes? They, and curators. */
  async isInside(eventId: string): Promise<boolean> {
    return staffMay(this.ctx.caller.viewer, 'SEE') || this.hasRight(eventId, 'EDIT');
  }

  /** Most events are for everybody: then nothing about the viewer is looked up. */
  private async isVisible(event: Event): Promise<boolean> {
    const { loaders, viewerId } = this.ctx;
    const sight = sightOf(onShowOf(event), { insider: false, signedIn: viewerId !== null });
    if (sight === true || (await this.hasRight(event.eventId, 'SEE'))) return true;
    if (sight === false) return false;
    const ties = new Set<Tie>((await loaders.viewerTiesByEventId.load(event.eventId))?.ties);
    if (event.groupId && (await loaders.viewerMembershipByGroupId.load(event.groupId))) ties.add('MEMBER');
    return maySee(sight, ties);
  }
}
