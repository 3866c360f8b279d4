import { notAllowed } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import { mayEdit } from '../event/event-access';
import type { EventService } from '../event/event.service';
import type { EventRow } from '../event/event.types';
import type { InviteToEvent } from './invitation.input';

export class InvitationService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  async invite(input: InviteToEvent): Promise<{ event: EventRow; invitedCount: number }> {
    const { viewer } = this.ctx;
    const { eventId, userIds } = input;
    if (!mayEdit(await this.events.require(eventId), viewer)) throw notAllowed('Only the organiser of this event invites people to it.');
    const invitedCount = await this.ctx.change('inviteToEvent', input, async ({ tx, now, push }) => {
      const { count } = await tx.eventInvitation.createMany({
        data: userIds.map((userId) => ({ eventId, userId, invitedBy: viewer.id, createdAt: now })),
        skipDuplicates: true,
      });
      for (const userId of userIds) push(channels.rights(userId));
      return count;
    });
    return { event: await this.events.afterChange(eventId), invitedCount };
  }
}
