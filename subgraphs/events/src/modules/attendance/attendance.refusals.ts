import { Refusal } from '@marquee/platform';
import type { EventStatus } from '../../generated/prisma/enums';

export const eventNotOpen = (status: EventStatus, message: string) => new Refusal('EventNotOpen', 'NOT_ALLOWED_NOW', message, { status });

/** The event takes no answers: it is over, or not published. */
export const noAnswersTaken = (status: EventStatus) =>
  eventNotOpen(
    status,
    status === 'PUBLISHED' ? 'This event is over.' : `This event takes no answers: it is ${status.toLowerCase().replace('_', ' ')}.`,
  );

export const hasTicket = () =>
  new Refusal(
    'HasTicket',
    'NOT_ALLOWED_NOW',
    'A ticket holds your place. Ask for a refund of the ticket to leave.',
    {},
    { nextStep: 'COMPLETE_ACTION' },
  );

export const noPlace = (message: string) => new Refusal('NoPlace', 'NOT_ALLOWED_NOW', message);

export const alreadyCheckedIn = (checkedInAt: Date) =>
  new Refusal('AlreadyCheckedIn', 'NOT_ALLOWED_NOW', `Was let in before, at ${checkedInAt.toISOString()}.`, { checkedInAt });
