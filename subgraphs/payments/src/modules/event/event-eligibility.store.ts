import { eligibility, type AnswerToEnter, type Eligibility, type PersonToEnter } from '@marquee/schema/rules/eligibility';
import type { Step } from '../../context';
import type { EventCopy } from '../../generated/prisma/client';
import { answerToEnter, asksOfGuests, eventToEnter, NOBODY_IN_PARTICULAR } from './event-eligibility';
import { rolesNow } from './event-rights.store';

/**
 * May this person buy a ticket of a locked event? By the rule by which events predicts it. Roles, invitation and approval stay true until
 * the transaction ends: the fact that takes one away waits. How many places are left the stock decides. `onSale`: all they want of it is.
 */
export async function eligibilityToBuy(step: Step, event: EventCopy, userId: string, onSale = true): Promise<Eligibility> {
  const isAsked = asksOfGuests(event);
  const person = isAsked ? await personNow(step, event, userId) : NOBODY_IN_PARTICULAR;
  const answer = isAsked && !person.team ? await answerNow(step, event.id, userId) : null;
  return eligibility('TICKET', { now: step.now, event: eventToEnter(event), person, answer, sales: { onSale, left: Infinity } });
}

/**
 * Whether the account is active the transaction has asked already. The row of the person is not locked here: where an order is locked before
 * it, an erasure waits for that order with the person locked.
 */
async function personNow(step: Step, { id: eventId, invitationOnly }: EventCopy, userId: string): Promise<PersonToEnter> {
  const { tx } = step;
  const roles = await rolesNow(step, eventId, userId);
  const known = await tx.personCopy.findUnique({ where: { id: userId }, select: { points: true, reputation: true } });
  const [invitation] = invitationOnly
    ? await tx.$queryRaw<{ invited: boolean }[]>`
        SELECT invited FROM event_invitations WHERE event_id = ${eventId}::uuid AND user_id = ${userId}::uuid FOR SHARE`
    : [];
  return {
    active: true,
    points: known?.points ?? 0,
    reputation: known?.reputation ?? 0,
    invited: invitation?.invited ?? false,
    team: (roles ?? []).length > 0,
  };
}

async function answerNow({ tx }: Step, eventId: string, userId: string): Promise<AnswerToEnter | null> {
  const [answer] = await tx.$queryRaw<{ status: string | null; approval: string | null }[]>`
    SELECT status, approval FROM event_guests WHERE event_id = ${eventId}::uuid AND user_id = ${userId}::uuid FOR SHARE`;
  return answer ? answerToEnter(answer) : null;
}
