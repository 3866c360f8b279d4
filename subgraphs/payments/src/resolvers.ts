import { mergeResolvers } from '@marquee/platform';
import { ledgerResolvers } from './modules/ledger/ledger.resolvers';
import { orderResolvers } from './modules/order/order.resolvers';
import { paymentResolvers } from './modules/payment/payment.resolvers';
import { refundResolvers } from './modules/refund/refund.resolvers';
import { ticketResolvers } from './modules/ticket/ticket.resolvers';
import { tierResolvers } from './modules/tier/tier.resolvers';

/** All resolvers of this subgraph, one line for each module. */
export const resolvers = mergeResolvers(ledgerResolvers, orderResolvers, paymentResolvers, refundResolvers, ticketResolvers, tierResolvers);
