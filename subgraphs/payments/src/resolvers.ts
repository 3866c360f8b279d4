import { mergeResolvers } from '@marquee/platform';
import { boxOfficeResolvers } from './modules/box-office/box-office.resolvers';
import { checkoutResolvers } from './modules/checkout/checkout.resolvers';
import { depositResolvers } from './modules/deposit/deposit.resolvers';
import { disputeResolvers } from './modules/dispute/dispute.resolvers';
import { documentResolvers } from './modules/document/document.resolvers';
import { inspectionResolvers } from './modules/inspection/inspection.resolvers';
import { ledgerResolvers } from './modules/ledger/ledger.resolvers';
import { liveSalesResolvers } from './modules/live-sales/live-sales.resolvers';
import { orderResolvers } from './modules/order/order.resolvers';
import { paymentResolvers } from './modules/payment/payment.resolvers';
import { splitResolvers } from './modules/payment/payment-split.resolvers';
import { payoutResolvers } from './modules/payout/payout.resolvers';
import { planResolvers } from './modules/plan/plan.resolvers';
import { promoResolvers } from './modules/promo/promo.resolvers';
import { refundPolicyResolvers } from './modules/refund/refund-policy.resolvers';
import { refundResolvers } from './modules/refund/refund.resolvers';
import { resaleResolvers } from './modules/resale/resale.resolvers';
import { salesForecastResolvers } from './modules/sales-forecast/sales-forecast.resolvers';
import { salesReportResolvers } from './modules/sales-report/sales-report.resolvers';
import { taxResolvers } from './modules/tax/tax.resolvers';
import { ticketResolvers } from './modules/ticket/ticket.resolvers';
import { tierResolvers } from './modules/tier/tier.resolvers';
import { transferResolvers } from './modules/transfer/transfer.resolvers';

/** All resolvers of this subgraph, merged from the modules'. */
export const resolvers = mergeResolvers(
  boxOfficeResolvers,
  checkoutResolvers,
  depositResolvers,
  disputeResolvers,
  documentResolvers,
  inspectionResolvers,
  ledgerResolvers,
  liveSalesResolvers,
  orderResolvers,
  paymentResolvers,
  payoutResolvers,
  planResolvers,
  promoResolvers,
  refundPolicyResolvers,
  refundResolvers,
  resaleResolvers,
  salesForecastResolvers,
  salesReportResolvers,
  splitResolvers,
  taxResolvers,
  ticketResolvers,
  tierResolvers,
  transferResolvers,
);
