import { Refusal } from '@marquee/platform';
import type { Flag } from '../../generated/prisma/client';

/** The same event is not flagged twice by one person, so nothing that the viewer does helps. */
export const alreadyFlagged = (flag: Flag) =>
  new Refusal('AlreadyFlagged', 'CONFLICT', 'You have flagged this event before.', { flag }, { nextStep: null });

export const tooManyFlags = (limit: number, until: Date) =>
  new Refusal(
    'TooManyFlags',
    'RATE_LIMITED',
    `You may raise ${limit} flags an hour. Wait a little, or write to the platform's staff.`,
    { limit, until },
    { retryable: true },
  );
