import type { Job } from '../context';
import { askDoorAgain } from './ask-door-again';
import { askForGrants } from './ask-for-grants';
import { carryOnPayments } from './carry-on-payments';
import { deleteUnusedFiles } from './delete-unused-files';
import { expireHolds } from './expire-holds';
import { forgetOldNotices } from './forget-old-notices';
import { forgetOldTries } from './forget-old-tries';
import { checkPayees } from './check-payees';
import { forecastSales } from './forecast-sales';
import { makePayouts } from './make-payouts';
import { makeRefunds } from './make-refunds';
import { promisePayouts } from './promise-payouts';
import { chargePlans } from './charge-plans';
import { renewPlans } from './renew-plans';
import { returnPlanMoney } from './return-plan-money';
import { refundCancelledEvents } from './refund-cancelled-events';
import { returnWaitingPayments } from './return-waiting-payments';
import { settleDeposits } from './settle-deposits';
import { tellMissingParts } from './tell-missing-parts';
import { writeDocuments } from './write-documents';
import { writeExports } from './write-exports';
import { findDisputes } from './find-disputes';
import { watchDisputes } from './watch-disputes';
import { watchRefunds } from './watch-refunds';

/** Work that is due again and again, one file each. */
export const jobs: readonly Job[] = [
  askDoorAgain,
  askForGrants,
  expireHolds,
  carryOnPayments,
  returnWaitingPayments,
  tellMissingParts,
  makeRefunds,
  promisePayouts,
  makePayouts,
  checkPayees,
  refundCancelledEvents,
  renewPlans,
  chargePlans,
  returnPlanMoney,
  settleDeposits,
  writeDocuments,
  deleteUnusedFiles,
  writeExports,
  watchRefunds,
  watchDisputes,
  findDisputes,
  forgetOldNotices,
  forgetOldTries,
  forecastSales,
];
