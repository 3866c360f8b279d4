import { Refusal } from '@marquee/platform';
import type { Eligibility, EligibilityCode, DoorTimes } from '@marquee/schema/rules/eligibility';
import { messageOf } from '@marquee/schema/rules/eligibility-message';
import type { RegistrationQuestion } from '../../generated/prisma/client';
import type { EventStatus } from '../../generated/prisma/enums';

/** The event takes no answers, or has no door: it is over, called off, or not published. */
export const eventNotOpen = (status: EventStatus, eligibility: EligibilityCode, message = messageOf(eligibility)) =>
  new Refusal('EventNotOpen', 'NOT_ALLOWED_NOW', message, { status, eligibility });

/** `tierIds`: all tiers of the event. */
export const ticketNeeded = (tierIds: readonly string[]) =>
  new Refusal(
    'TicketNeeded',
    'NOT_ALLOWED_NOW',
    messageOf('TICKET_NEEDED'),
    { eligibility: 'TICKET_NEEDED', tiers: tierIds.map((id) => ({ id })) },
    { nextStep: 'COMPLETE_ACTION' },
  );

export const notEligible = ({ code, nextStep, unlocksAt }: Eligibility) =>
  new Refusal('NotEligible', 'NOT_ALLOWED_NOW', messageOf(code), { eligibility: code, unlocksAt }, { nextStep });

export const hasTicket = () =>
  new Refusal(
    'HasTicket',
    'NOT_ALLOWED_NOW',
    'A ticket holds your place. Ask for a refund of the ticket to leave.',
    {},
    { nextStep: 'COMPLETE_ACTION' },
  );

export const noPlace = (message: string) => new Refusal('NoPlace', 'NOT_ALLOWED_NOW', message);

/** `wentOut`: nobody of it is inside, but at this event who goes out does not come in again. */
export const alreadyCheckedIn = (checkedInAt: Date, wentOut: boolean) =>
  new Refusal(
    'AlreadyCheckedIn',
    'NOT_ALLOWED_NOW',
    `Was let in before, at ${checkedInAt.toISOString()}${wentOut ? ', and went out: nobody comes in again at this event' : ''}.`,
    { checkedInAt },
  );

export const doorClosed = ({ opensAt, closesAt }: DoorTimes, { code, nextStep }: Eligibility) =>
  new Refusal('DoorClosed', 'NOT_ALLOWED_NOW', messageOf(code), { eligibility: code, opensAt, closesAt }, { nextStep });

export const noRequest = () =>
  new Refusal('NoRequest', 'NOT_ALLOWED_NOW', 'This person does not ask for a place any more.', {}, { nextStep: 'RELOAD' });

/** `available`: the most places that this party can have now. */
export const partyTooLarge = (available: number) =>
  new Refusal('PartyTooLarge', 'NOT_ALLOWED_NOW', `Only ${available} places can be had for your party now.`, { available });

/** `questions`: those that are required and not answered. */
export const answersNeeded = (questions: readonly RegistrationQuestion[]) =>
  new Refusal('AnswersNeeded', 'NOT_ALLOWED_NOW', 'The organiser asks something first.', { questions }, { nextStep: 'COMPLETE_ACTION' });
