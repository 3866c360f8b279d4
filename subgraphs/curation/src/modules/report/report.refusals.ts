import { Refusal } from '@marquee/platform';
import type { Report } from '../../generated/prisma/client';

/** Nothing that the viewer does helps: somebody has to decide. */
export const alreadyReported = (report: Report) =>
  new Refusal('AlreadyReported', 'CONFLICT', 'You have reported this already.', { report }, { nextStep: null });

export const tooManyReports = (limit: number, until: Date) =>
  new Refusal(
    'TooManyReports',
    'RATE_LIMITED',
    `You may make ${limit} reports a day. Wait a little, or write to the platform's staff.`,
    { limit, until },
    { retryable: true },
  );
