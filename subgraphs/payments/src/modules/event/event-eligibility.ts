import type { AnswerToEnter, EventToEnter, PersonToEnter } from '@marquee/schema/rules/eligibility';
import type { AttendanceCopy, EventCopy } from '../../generated/prisma/client';

/** The copy of an event, as entitlement goes by it. */
export const eventToEnter = (event: EventCopy): EventToEnter => ({
  status: event.status as EventToEnter['status'],
  endsAt: event.endsAt,
  ticketed: true,
  requirements: event,
});

/** The copy of an answer, as far as buying goes by it. */
export const answerToEnter = ({ status, approval }: Pick<AttendanceCopy, 'status' | 'approval'>): AnswerToEnter | null =>
  status === null
    ? null
    : {
        status: status as AnswerToEnter['status'],
        approval: approval as AnswerToEnter['approval'],
        ...{ offered: false, tickets: 0, admitted: 0 },
      };

/** Of whom nothing is asked: what stands in their way stands in everybody's. */
export const NOBODY_IN_PARTICULAR: PersonToEnter = { active: true, points: 0, reputation: 0, invited: false, team: true };

/** Does the organiser ask anything of guests? */
export const asksOfGuests = ({ requiresApproval, invitationOnly, minPoints, minRating }: EventCopy): boolean =>
  requiresApproval || invitationOnly || minPoints !== null || minRating !== null;
