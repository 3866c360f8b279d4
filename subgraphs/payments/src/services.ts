import type { Context } from './context';
import { BoxOfficeReturnService } from './modules/box-office/box-office-return.service';
import { BoxOfficeService } from './modules/box-office/box-office.service';
import { GiftService } from './modules/checkout/checkout-gift.service';
import { ResaleCheckout } from './modules/checkout/checkout-resale.service';
import { CheckoutService } from './modules/checkout/checkout.service';
import { DepositService } from './modules/deposit/deposit.service';
import { DisputeService } from './modules/dispute/dispute.service';
import { SellerAccess } from './modules/document/document-access.service';
import { DocumentExportService } from './modules/document/document-export.service';
import { TicketPdfService } from './modules/document/document-ticket.service';
import { DocumentService } from './modules/document/document.service';
import { EventAccess } from './modules/event/event-access.service';
import { InspectionService } from './modules/inspection/inspection.service';
import { LedgerService } from './modules/ledger/ledger.service';
import { LiveSalesService } from './modules/live-sales/live-sales.service';
import { OrderService } from './modules/order/order.service';
import { PaymentService } from './modules/payment/payment.service';
import { SplitService } from './modules/payment/payment-split.service';
import { PayoutService } from './modules/payout/payout.service';
import { PlanService } from './modules/plan/plan.service';
import { PromoService } from './modules/promo/promo.service';
import { GoodwillService } from './modules/refund/refund-goodwill.service';
import { RefundPolicyService } from './modules/refund/refund-policy.service';
import { RefundService } from './modules/refund/refund.service';
import { ResaleService } from './modules/resale/resale.service';
import { SalesForecastService } from './modules/sales-forecast/sales-forecast.service';
import { SalesReportService } from './modules/sales-report/sales-report.service';
import { TaxService } from './modules/tax/tax.service';
import { TicketService } from './modules/ticket/ticket.service';
import { TransferService } from './modules/transfer/transfer.service';
import { TierService } from './modules/tier/tier.service';

/** All services of this subgraph, for one caller. */
export function createServices(ctx: Context) {
  const events = new EventAccess(ctx);
  const orders = new OrderService(ctx, events);
  const sellers = new SellerAccess(ctx);
  const tiers = new TierService(ctx, events);
  const refunds = new RefundService(ctx, orders);
  return {
    taxes: new TaxService(ctx, events),
    tiers,
    deposits: new DepositService(ctx, events, tiers),
    checkout: new CheckoutService(ctx, events),
    orders,
    payments: new PaymentService(ctx, orders),
    refunds,
    boxOffice: new BoxOfficeService(ctx, events, orders),
    boxOfficeReturns: new BoxOfficeReturnService(ctx, events, orders, refunds),
    splits: new SplitService(ctx, orders),
    goodwill: new GoodwillService(ctx, orders),
    tickets: new TicketService(ctx, events),
    gifts: new GiftService(ctx, events),
    resaleCheckout: new ResaleCheckout(ctx, events),
    payouts: new PayoutService(ctx),
    disputes: new DisputeService(ctx, events),
    documents: new DocumentService(ctx, events, sellers),
    documentExports: new DocumentExportService(ctx, sellers),
    ticketPdfs: new TicketPdfService(ctx, events),
    refundPolicies: new RefundPolicyService(ctx, events),
    plans: new PlanService(ctx),
    promos: new PromoService(ctx, events),
    resales: new ResaleService(ctx, events),
    liveSales: new LiveSalesService(ctx, events),
    salesForecasts: new SalesForecastService(ctx, events),
    salesReports: new SalesReportService(ctx, events),
    transfers: new TransferService(ctx, events),
    inspections: new InspectionService(ctx),
    ledger: new LedgerService(ctx, events),
  };
}

export type Services = ReturnType<typeof createServices>;
