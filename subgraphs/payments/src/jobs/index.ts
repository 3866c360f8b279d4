import type { Job } from '../context';
import { askDoorAgain } from './ask-door-again';
import { askForGrants } from './ask-for-grants';
import { carryOnPayments } from './carry-on-payments';
import { expireHolds } from './expire-holds';
import { forgetOldNotices } from './forget-old-notices';
import { makeRefunds } from './make-refunds';
import { refundCancelledEvents } from './refund-cancelled-events';
import { writeExports } from './write-exports';
import { watchRefunds } from './watch-refunds';

/** Work that is due again and again, one file each. */
export const jobs: readonly Job[] = [
  askDoorAgain,
  askForGrants,
  expireHolds,
  carryOnPayments,
  makeRefunds,
  refundCancelledEvents,
  writeExports,
  watchRefunds,
  forgetOldNotices,
];
