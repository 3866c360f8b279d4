import { invalidInput, notFound, refTo, type Ref } from '@marquee/platform';
import { givesRight, staffMay, type EventRight } from '@marquee/schema/rules/event-rights';
import type { Context, Step } from '../../context';
import type { Event, EventTeamMember } from '../../generated/prisma/client';
import { holdRight } from '../event/event-rights.store';
import type { EventService } from '../event/event.service';
import { lockEvent } from '../event/event.store';
import type { EventRow, WholeEvent } from '../event/event.types';
import { requireFewInvitations } from '../invitation/invitation-limit.store';
import { isBlockBetween, lockReachable } from '../person/person.store';
import type { InviteToEventTeam, RemoveFromEventTeam, RespondToEventTeamInvitation, SetEventTeamRole } from './team.input';
import { acceptInvitation, changeRole, findMember, inviteMember, removeMember } from './team.store';

const RIGHTS: readonly EventRight[] = ['SEE', 'EDIT', 'GUESTS', 'SELL', 'REPORT', 'ADMIT', 'RUN'];
const MOST_INVITATIONS = 100;

/** An invitation with the event it is about. */
export type TeamInvitation = EventTeamMember & { event: Pick<Event, 'title' | 'startsAt' | 'timezone'> };

/** Who works on an event beside its owner. */
export class TeamService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  /** Null for those who have no role on the event, but staff. */
  async of(event: EventRow): Promise<EventTeamMember[] | null> {
    return (await this.events.hasRight(event, 'SEE')) ? this.ctx.loaders.teamByEventId.load(event.id) : null;
  }

  async viewerMay(event: EventRow): Promise<EventRight[]> {
    const { viewer } = this.ctx.caller;
    const roles = await this.events.rolesOn(event);
    return RIGHTS.filter((right) => givesRight(roles, right) || staffMay(viewer, right));
  }

  /** Those of the viewer that are open. A block since then hides them. */
  async invitations(): Promise<TeamInvitation[]> {
    const { kept, loaders, viewer } = this.ctx;
    const open = await kept.db.prisma.eventTeamMember.findMany({
      where: { userId: viewer.id, state: 'INVITED' },
      include: { event: { select: { title: true, startsAt: true, timezone: true } } },
      orderBy: [{ invitedAt: 'desc' }, { eventId: 'desc' }],
      take: MOST_INVITATIONS,
    });
    const ties = await Promise.all(open.map(({ invitedBy }) => loaders.tieByUserId.load(invitedBy)));
    return open.filter((_, at) => !ties[at]?.blocked);
  }

  async invite(input: InviteToEventTeam): Promise<EventRow> {
    const { viewer } = this.ctx;
    const { eventId, userId, role } = input;
    await this.events.requireRight(eventId, 'RUN');
    if (userId === viewer.id) throw invalidInput('userId', 'must be somebody else');
    await this.ctx.change('inviteToEventTeam', input, async (step) => {
      // People before events: an erasure takes its locks in this order.
      const reachable = await lockReachable(step, viewer.id, [userId]);
      const event = await this.lockRun(step, eventId);
      if (!reachable.has(userId)) throw notFound('This person');
      await inviteMember(step, event, { userId, role, invitedBy: viewer.id });
      await requireFewInvitations(step, viewer.id);
      return eventId;
    });
    return this.events.afterChange(eventId);
  }

  /** Returns the event where the viewer may see it. */
  async respond(input: RespondToEventTeamInvitation): Promise<EventRow | null> {
    const { viewer } = this.ctx;
    const { eventId, accept } = input;
    await this.ctx.change('respondToEventTeamInvitation', input, async (step) => {
      const event = await lockEvent(step, eventId);
      const member = event && (await findMember(step, eventId, viewer.id));
      if (!member) throw notFound('This invitation');
      // Accepted already: the same answer again changes nothing, the other one is a removal.
      if (member.state === 'MEMBER' && accept) return eventId;
      if (member.state !== 'INVITED' || (accept && (await isBlockBetween(step, viewer.id, member.invitedBy))))
        throw notFound('This invitation');
      if (accept) await acceptInvitation(step, event, member);
      else await removeMember(step, event, member, 'DECLINED', this.ctx.viewer.id);
      return eventId;
    });
    return this.events.byId(eventId);
  }

  async setRole(input: SetEventTeamRole): Promise<EventRow | null> {
    const { eventId, userId, role } = input;
    await this.events.requireRight(eventId, 'RUN');
    await this.ctx.change('setEventTeamRole', input, async (step) => {
      const event = await this.lockRun(step, eventId);
      const member = await findMember(step, eventId, userId);
      if (!member) throw notFound('This member of the team');
      await changeRole(step, event, member, role, this.ctx.viewer.id);
      return eventId;
    });
    return this.events.byId(eventId);
  }

  async remove(input: RemoveFromEventTeam): Promise<{ event: EventRow | null; user: Ref }> {
    const { viewer } = this.ctx;
    const { eventId, userId } = input;
    const isSelf = userId === viewer.id;
    if (!isSelf) await this.events.requireRight(eventId, 'RUN');
    await this.ctx.change('removeFromEventTeam', input, async (step) => {
      const event = isSelf ? await lockEvent(step, eventId) : await this.lockRun(step, eventId);
      const member = event && (await findMember(step, eventId, userId));
      if (!member) throw notFound('This member of the team');
      await removeMember(step, event, member, isSelf ? 'DECLINED' : 'WITHDRAWN', this.ctx.viewer.id);
      return userId;
    });
    return { event: await this.events.byId(eventId), user: refTo(userId) };
  }

  /** The event, locked, and the viewer's right to run it kept. */
  private async lockRun(step: Step, eventId: string): Promise<WholeEvent> {
    const event = await lockEvent(step, eventId);
    if (!event) throw notFound('This event');
    await holdRight(step, eventId, this.ctx.viewer, 'RUN');
    return event;
  }
}
