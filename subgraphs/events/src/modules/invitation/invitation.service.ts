import { notAllowed, once, type z } from '@marquee/platform';
import { channels } from '../../channels';
import type { Tools } from '../../context';
import { mayEdit } from '../event/event.access';
import type { EventRow } from '../event/event.row';
import type { VisibleEvents } from '../event/event.visible';
import type { inviteToEventInput } from './invitation.input';

export class InvitationService {
  constructor(
    private readonly tools: Tools,
    private readonly visible: VisibleEvents,
  ) {}

  async invite({
    eventId,
    userIds,
    idempotencyKey,
  }: z.output<typeof inviteToEventInput>): Promise<{ event: EventRow; invitedCount: number }> {
    const { db, bus, clock, viewer } = this.tools;
    const event = await this.visible.require(eventId);
    const { id: invitedBy } = viewer();
    if (!mayEdit(event, viewer())) throw notAllowed('Only the organiser of this event invites people to it.');
    const guests = [...new Set(userIds.map((userId) => userId.toLowerCase()))].sort();
    const invitedCount = await db.transaction((tx, after) =>
      once(tx, { principal: invitedBy, operation: 'inviteToEvent', key: idempotencyKey, args: { eventId: event.id, guests } }, async () => {
        const { count } = await tx.eventInvitation.createMany({
          data: guests.map((userId) => ({ eventId: event.id, userId, invitedBy, createdAt: clock.now() })),
          skipDuplicates: true,
        });
        for (const userId of guests) after(() => bus.push(channels.rights(userId), {}));
        return count;
      }),
    );
    return { event, invitedCount };
  }
}
