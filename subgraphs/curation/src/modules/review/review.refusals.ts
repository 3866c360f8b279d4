import { Refusal } from '@marquee/platform';
import type { Review } from '../../generated/prisma/client';
import type { Attended } from './review-attended';

export const alreadyReviewed = (review: Review) =>
  new Refusal('AlreadyReviewed', 'CONFLICT', 'You have reviewed this event before. Edit that review instead.', { review });

/** A reply is never changed, so nothing that the viewer does helps. */
export const alreadyReplied = (review: Review) =>
  new Refusal('AlreadyReplied', 'CONFLICT', 'You have replied to this review before.', { review }, { nextStep: null });

export const notAttended = (why: Exclude<Attended, 'ATTENDED'>) =>
  why === 'TOO_EARLY'
    ? new Refusal(
        'NotAttended',
        'NOT_ALLOWED_NOW',
        'You can review this event once it has begun and you are checked in, or once it has ended.',
        {},
        { retryable: true, nextStep: 'WAIT' },
      )
    : new Refusal('NotAttended', 'NOT_ALLOWED_NOW', 'Only people who were at an event can review it.');
