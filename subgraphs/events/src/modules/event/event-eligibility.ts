import type { AnswerToEnter, EventToEnter } from '@marquee/schema/rules/eligibility';
import type { Attendance, Event } from '../../generated/prisma/client';

/** A row of events, as entitlement goes by it. */
export const eventToEnter = (
  event: Pick<Event, 'status' | 'endsAt' | 'requiresApproval' | 'invitationOnly' | 'minPoints' | 'minRating'>,
  ticketed: boolean,
  lottery = false,
): EventToEnter => ({ status: event.status, endsAt: event.endsAt, ticketed, lottery, requirements: event });

/** A person's answer, as entitlement goes by it. */
export const answerToEnter = (
  answer: Pick<Attendance, 'status' | 'approval' | 'offerExpiresAt' | 'tickets' | 'companions' | 'inside'> | null,
  now: Date,
): AnswerToEnter | null =>
  answer && {
    status: answer.status,
    approval: answer.approval,
    offered: answer.offerExpiresAt !== null && answer.offerExpiresAt > now,
    tickets: answer.tickets,
    companions: answer.companions,
    // Who went out may come in again.
    admitted: answer.inside,
  };
