import { notFound } from '@marquee/platform';
import type { Context } from '../../context';
import { holdRight } from '../event/event-rights.store';
import type { EventService } from '../event/event.service';
import type { EventRow } from '../event/event.types';
import { lockReachable } from '../person/person.store';
import { requireFewInvitations } from './invitation-limit.store';
import type { InviteToEvent, WithdrawEventInvitations } from './invitation.input';
import { inviteGuests, withdrawInvitations } from './invitation.store';

/** Who may see, and answer, an event that is not public. */
export class InvitationService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  async invite(input: InviteToEvent): Promise<{ event: EventRow; invitedCount: number; leftOutCount: number }> {
    const { viewer } = this.ctx;
    const { eventId, userIds } = input;
    await this.events.requireRight(eventId, 'GUESTS');
    const counts = await this.ctx.change('inviteToEvent', input, async (step) => {
      // People before events: an erasure takes its locks in this order.
      const reachable = await lockReachable(step, viewer.id, userIds);
      await holdRight(step, eventId, viewer, 'GUESTS');
      if (reachable.size === 0) throw notFound(userIds.length === 1 ? 'This person' : 'Each of these people');
      const invitedCount = await inviteGuests(step, eventId, [...reachable], viewer.id);
      await requireFewInvitations(step, viewer.id);
      return { invitedCount, leftOutCount: userIds.length - reachable.size };
    });
    return { event: await this.events.afterChange(eventId), ...counts };
  }

  async withdraw(input: WithdrawEventInvitations): Promise<{ event: EventRow; withdrawnCount: number }> {
    const { eventId, userIds } = input;
    await this.events.requireRight(eventId, 'GUESTS');
    const withdrawnCount = await this.ctx.change('withdrawEventInvitations', input, async (step) => {
      await holdRight(step, eventId, this.ctx.viewer, 'GUESTS');
      return withdrawInvitations(step, eventId, userIds);
    });
    return { event: await this.events.afterChange(eventId), withdrawnCount };
  }
}
