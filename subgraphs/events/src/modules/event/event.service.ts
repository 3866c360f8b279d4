import { followState, isId, notAllowed, notFound } from '@marquee/platform';
import { eligibility } from '@marquee/schema/rules/eligibility';
import { givesRight, staffMay, type EventRight, type EventRole } from '@marquee/schema/rules/event-rights';
import { maySee, sightOf, type Tie } from '@marquee/schema/rules/event-visibility';
import { channels } from '../../channels';
import type { Context } from '../../context';
import { onShowOf, REFUSED } from './event-access';
import { answerToEnter, eventToEnter } from './event-eligibility';
import type { EventRow } from './event.types';

/** The only way from an event's id to an event: it returns what the viewer may see. */
export class EventService {
  constructor(private readonly ctx: Context) {}

  async byId(id: string): Promise<EventRow | null> {
    if (!isId(id)) return null;
    const event = await this.ctx.loaders.eventById.load(id);
    return event && (await this.isVisible(event)) ? event : null;
  }

  async require(id: string): Promise<EventRow> {
    const event = await this.byId(id);
    if (!event) throw notFound('This event');
    return event;
  }

  /** An event that the viewer has just changed, even where the change has taken it out of their sight. */
  async afterChange(id: string): Promise<EventRow> {
    const event = await this.ctx.loaders.eventById.load(id);
    if (!event) throw notFound('This event');
    return event;
  }

  /** The viewer's roles on the event: its own, its team's and those that come from the organisation that owns it. */
  async rolesOn(event: Pick<EventRow, 'id'>): Promise<EventRole[]> {
    const { viewerId, loaders } = this.ctx;
    return viewerId === null ? [] : ((await loaders.viewerRolesByEventId.load(event.id))?.roles ?? []);
  }

  /** May the viewer do this with the event, by a role on it or as staff? */
  async hasRight(event: Pick<EventRow, 'id'>, right: EventRight): Promise<boolean> {
    return staffMay(this.ctx.caller.viewer, right) || givesRight(await this.rolesOn(event), right);
  }

  /** What was proposed for the event, and what it was before: for those who may edit it, and those who judge events. */
  async mayReadDrafts(event: Pick<EventRow, 'id'>): Promise<boolean> {
    return staffMay(this.ctx.caller.viewer, 'SEE') || this.hasRight(event, 'EDIT');
  }

  /**
   * Refuses people without the right; to those who may not even see the event, it does not exist. Asked before a transaction, which needs
   * no second connection then; inside it `holdRight` asks again.
   */
  async requireRight(eventId: string, right: EventRight): Promise<EventRow> {
    const event = await this.require(eventId);
    if (!(await this.hasRight(event, right))) throw notAllowed(REFUSED[right]);
    return event;
  }

  /** For those who are going, and those who edit the event. */
  async onlineUrl(event: EventRow): Promise<string | null> {
    const { caller, loaders } = this.ctx;
    if (event.onlineUrl === null || !caller.viewer) return null;
    if (await this.hasRight(event, 'EDIT')) return event.onlineUrl;
    const [attendance, person] = await Promise.all([
      loaders.viewerAttendanceByEventId.load(event.id),
      loaders.personById.load(caller.viewer.id),
    ]);
    const now = this.ctx.kept.clock.now();
    const found = eligibility('ONLINE', {
      now,
      event: eventToEnter(event, false),
      person: { active: person?.active ?? true, points: 0, reputation: 0, invited: false, team: false },
      answer: answerToEnter(attendance, now),
    });
    return found.code === 'ELIGIBLE' ? event.onlineUrl : null;
  }

  /** The event after each change. Changes that come faster than the reader takes them are told as one: the last. */
  async updates(id: string): Promise<AsyncIterableIterator<EventRow>> {
    const event = await this.require(id);
    return followState<Context, { version: number }, EventRow>(this.ctx, {
      channel: channels.event(event.id),
      look: (fresh) => fresh.services.events.byId(event.id),
      versionOf: ({ version }) => version,
      version: event.version,
      endsOn: [channels.event(event.id), ...this.rightsChannels()],
    });
  }

  /** Where it is announced that the viewer's rights to events have changed. */
  rightsChannels(): string[] {
    const { viewerId } = this.ctx;
    return viewerId === null ? [] : [channels.rights(viewerId)];
  }

  /** The group that it is for, told to its members alone: a reference to a group that the viewer may not see is an error (security F11). */
  async groupIdOf({ groupId, visibility }: Pick<EventRow, 'groupId' | 'visibility'>): Promise<string | null> {
    if (groupId === null || visibility !== 'GROUP_ONLY') return null;
    return (await this.ctx.loaders.membershipByGroupId.load(groupId)) === null ? null : groupId;
  }

  /** Most events are for everybody: then nothing about the viewer is looked up. */
  private async isVisible(event: EventRow): Promise<boolean> {
    const { viewerId, loaders } = this.ctx;
    const sight = sightOf(onShowOf(event), { insider: false, signedIn: viewerId !== null });
    if (sight === true || (await this.hasRight(event, 'SEE'))) return true;
    if (sight === false) return false;
    const ties = new Set<Tie>((await loaders.viewerTiesByEventId.load(event.id))?.ties);
    if (event.groupId && (await loaders.membershipByGroupId.load(event.groupId))) ties.add('MEMBER');
    return maySee(sight, ties);
  }
}
