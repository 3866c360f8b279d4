import { notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { Attendance } from '../../generated/prisma/client';
import { holdRight } from '../event/event-rights.store';
import { isOpen } from '../event/event-status';
import type { EventService } from '../event/event.service';
import type { DecideAttendance } from './attendance.input';
import { eventNotOpen, noRequest } from './attendance.refusals';
import { GuestList } from './guest-list.store';
import { partySize } from './party';

/** The team decides who comes, where the event asks for it. */
export class ApprovalService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  async decide(input: DecideAttendance): Promise<Attendance> {
    const { kept, loaders, viewer } = this.ctx;
    const { attendanceId, decision } = input;
    const asked = await loaders.attendanceById.load(attendanceId);
    if (!asked || !(await this.events.byId(asked.eventId))) throw notFound('This attendance');
    const event = await this.events.requireRight(asked.eventId, 'GUESTS');
    await kept.eventTurns.take(event.id, () =>
      this.ctx.change('decideAttendance', input, async (step) => {
        await holdRight(step, event.id, viewer, 'GUESTS');
        const list = await GuestList.open(step, event.id);
        const attendance = await list?.find(asked.userId);
        if (!list || !attendance) throw notFound('This attendance');
        if (!isOpen(list.event, list.now)) throw eventNotOpen(list.event.status, list.event.status === 'CANCELLED' ? 'CALLED_OFF' : 'OVER');
        const approval = decision === 'APPROVE' ? 'APPROVED' : 'DECLINED';
        if (attendance.approval !== approval) {
          const { status } = attendance;
          // Whom the team declined it may still approve; who withdrew is not brought back.
          if (status !== 'PENDING_APPROVAL' && attendance.approval !== 'DECLINED') throw noRequest();
          const asks = status === 'PENDING_APPROVAL' || status === 'CANCELLED';
          // Who has answered something else since, or was given a ticket, stays so, and may come now.
          const becomes = decision === 'DECLINE' ? 'CANCELLED' : asks ? placeOn(list, partySize(attendance)) : status;
          await list.put(attendance, asked.userId, { status: becomes, approval });
        }
        await list.save();
        return attendanceId;
      }),
    );
    return (await loaders.attendanceById.load(attendanceId))!;
  }
}

/** Where places come by a ticket or by lot, approval is leave to buy one, or to enter. */
const placeOn = (list: GuestList, places: number) =>
  list.ticketed || list.lottery ? 'INTERESTED' : list.freePlaces >= places ? 'GOING' : 'WAITLISTED';
