import { Refusal } from '@marquee/platform';
import { windowOf, type Limited } from './hourly-limit';

const NAMES: Record<Limited, string> = { DRAFTS: 'events', VENUES: 'places', IMPORTED_EVENTS: 'imported events', IMAGES: 'pictures' };

/** `retryAt`: when as many as were asked for fit in again; null when so many never do. */
export const tooManyInAnHour = (what: Limited, limit: number, retryAt: Date | null) =>
  new Refusal(
    'TooManyRequests',
    'RATE_LIMITED',
    `This account may bring ${limit} ${NAMES[what]} in ${windowOf(what).name}${retryAt ? '; the next fit in later' : ', and not so many at once'}.`,
    { retryAt },
    { retryable: retryAt !== null, nextStep: retryAt ? 'WAIT' : 'CORRECT_INPUT' },
  );
