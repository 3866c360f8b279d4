import type { Job } from '@marquee/platform';
import type { SubgraphRuntime } from '../context';
import { carryOnPayments } from './carry-on-payments';
import { expireHolds } from './expire-holds';
import { makeRefunds } from './make-refunds';
import { refundCancelledEvents } from './refund-cancelled-events';

/** What is due again and again. Each is safe to run twice and goes on where a crash left it. */
export const createJobs = (runtime: SubgraphRuntime): readonly Job[] => [
  expireHolds(runtime),
  carryOnPayments(runtime),
  makeRefunds(runtime),
  refundCancelledEvents(runtime),
];
