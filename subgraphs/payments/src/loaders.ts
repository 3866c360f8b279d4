import { lazily, type Caller } from '@marquee/platform';
import type { Kept } from './kept';
import { depositLoaders } from './modules/deposit/deposit.loaders';
import { disputeLoaders } from './modules/dispute/dispute.loaders';
import { documentLoaders } from './modules/document/document.loaders';
import { eventLoaders } from './modules/event/event.loaders';
import { inspectionLoaders } from './modules/inspection/inspection.loaders';
import { ledgerLoaders } from './modules/ledger/ledger.loaders';
import { liveSalesLoaders } from './modules/live-sales/live-sales.loaders';
import { orderLoaders } from './modules/order/order.loaders';
import { paymentLoaders } from './modules/payment/payment.loaders';
import { payoutLoaders } from './modules/payout/payout.loaders';
import { planLoaders } from './modules/plan/plan.loaders';
import { promoLoaders } from './modules/promo/promo.loaders';
import { refundPolicyLoaders } from './modules/refund/refund-policy.loaders';
import { refundLoaders } from './modules/refund/refund.loaders';
import { resaleLoaders } from './modules/resale/resale.loaders';
import { salesForecastLoaders } from './modules/sales-forecast/sales-forecast.loaders';
import { taxLoaders } from './modules/tax/tax.loaders';
import { ticketLoaders } from './modules/ticket/ticket.loaders';
import { tierLoaders } from './modules/tier/tier.loaders';
import { transferLoaders } from './modules/transfer/transfer.loaders';

/** All loaders of this subgraph; one set for each request. */
export const createLoaders = lazily<[kept: Kept, caller: Caller]>()(
  depositLoaders,
  disputeLoaders,
  documentLoaders,
  eventLoaders,
  inspectionLoaders,
  ledgerLoaders,
  liveSalesLoaders,
  orderLoaders,
  paymentLoaders,
  payoutLoaders,
  planLoaders,
  promoLoaders,
  refundPolicyLoaders,
  refundLoaders,
  resaleLoaders,
  salesForecastLoaders,
  taxLoaders,
  ticketLoaders,
  tierLoaders,
  transferLoaders,
);

export type Loaders = ReturnType<typeof createLoaders>;
