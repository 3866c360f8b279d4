import { allow, hasRole, signedIn, type Permissions } from '@marquee/platform';

/** The house rules. What is not named here is denied. The services decide which row a viewer may see or change. */
export const permissions: Permissions = {
  Query: {
    order: signedIn,
    ticket: signedIn,
    ticketTransfer: signedIn,
    validatePromoCode: signedIn,
    payee: signedIn,
    ledgerHealth: hasRole('admin'),
    failedRefunds: hasRole('admin'),
  },
  Mutation: {
    createTicketTier: signedIn,
    updateTicketTier: signedIn,
    checkout: signedIn,
    cancelOrder: signedIn,
    confirmPayment: signedIn,
    completePaymentAction: signedIn,
    refundOrder: signedIn,
    assignTicket: signedIn,
    transferTicket: signedIn,
    acceptTransfer: signedIn,
    cancelTransfer: signedIn,
    offerResale: signedIn,
    withdrawResale: signedIn,
    buyResale: signedIn,
    createPromoCode: signedIn,
    updatePromoCode: signedIn,
    giveTickets: signedIn,
    setUpPayee: signedIn,
    retryRefund: hasRole('admin'),
  },
  // Visitors see what an event's tickets cost and how many are left.
  Event: allow,
  TicketTier: allow,
  // A person's orders and tickets are null for everybody else.
  User: allow,
  // Orders and what hangs on them are for people who are signed in, on every path.
  Order: signedIn,
  Ticket: signedIn,
  TicketTransfer: signedIn,
  Payee: signedIn,
  PayeeBalance: signedIn,
  Payout: signedIn,
  PayoutLine: signedIn,
  PromoCode: signedIn,
  PromoOffer: signedIn,
  PromoPrice: signedIn,
  // Visitors see what is resold.
  TicketResale: allow,
  Payment: signedIn,
  Refund: signedIn,
  RevenueShare: signedIn,
  LedgerHealth: hasRole('admin'),
  LedgerBreak: hasRole('admin'),
  LedgerBalance: hasRole('admin'),
};
