import type { MoneyPayload } from './values';

/** Key: orderId. */
export interface OrderPaid {
  orderId: string;
  version: number;
  userId: string;
  /**
   * It was sold at the box office to a guest without an account: `userId` is the order's own id, which no person has (of what an older version sold: who
   * made the event). Left out otherwise.
   */
  guest?: boolean;
  eventId: string;
  total: MoneyPayload;
  /** `codeHash` is the SHA-256 (hex) of the code: the door recognises a ticket without knowing any code. */
  tickets: { ticketId: string; tierId: string; tierName: string; codeHash: string }[];
  paidAt: string;
}

/** Key: orderId. */
export interface OrderRefunded {
  orderId: string;
  version: number;
  userId: string;
  /** As in `order.paid`. */
  guest?: boolean;
  eventId: string;
  status: 'REFUNDED' | 'PARTIALLY_REFUNDED';
  amount: MoneyPayload;
  /** Empty when the money had come too late to buy anything: no ticket was ever issued. */
  refundedTicketIds: string[];
  remainingTicketIds: string[];
  /** Who held the refunded ones, and how many, where they did not give them back themselves; left out by the version before. */
  takenFrom?: { userId: string; tickets: number }[];
  refundedAt: string;
}

/**
 * Key: orderId. Somebody has to know of an order that several people pay: they are asked for their part (ASKED), it has gone back because others are
 * missing (RETURNED), all have come (COMPLETE), or, as its buyer, others have not paid in time (MISSING). `amount`: their part, or what is missing.
 * `payBy`: until when they can pay.
 */
export interface OrderSplitTold {
  orderId: string;
  eventId: string;
  buyerId: string;
  toUserId: string;
  state: 'ASKED' | 'MISSING' | 'COMPLETE' | 'RETURNED';
  amount: MoneyPayload;
  payBy: string;
  at: string;
}

/**
 * Key: eventId. Payments tells what it sells for an event: after every change of its tiers, and of the places that its orders take.
 * `version` counts these changes.
 */
export interface SalesChanged {
  eventId: string;
  version: number;
  /** A tier was on sale once: from now on GOING comes by a ticket only. Never false again. */
  ticketed: boolean;
  /** Tickets that are VALID or USED, and places that unpaid orders hold now. */
  placesTaken: number;
  /** The `version` of the last `places.granted` that was applied, and what it left: null is no limit, 0 before the first. */
  grant: { version: number; places: number | null };
  tiers: { tierId: string; name: string; price: MoneyPayload; onSale: boolean }[];
}

/**
 * Key: eventId. While the door is open, or about to be, payments asks the door before it takes tickets back; the door answers each with
 * `ticket.at_door`. `force`: the box office refunds a used ticket too, which revokes the entry.
 */
export interface TicketReturnRequested {
  eventId: string;
  orderId: string;
  refundId: string;
  ticketIds: string[];
  force: boolean;
}

/**
 * Key: orderId. A ticket as it is now, after its holder or the name on it changed. `replaces`: the ticket whose place it took, which lets
 * nobody in any more. `version` counts the changes of the ticket.
 */
export interface TicketChanged {
  ticketId: string;
  version: number;
  orderId: string;
  eventId: string;
  /** Who holds it. A guest without an account has the order's id. */
  userId: string;
  tierName: string;
  /** SHA-256 (hex) of its code. */
  codeHash: string;
  /** Whom it lets in, as the holder says. */
  attendeeName: string | null;
  paidAt: string;
  replaces: string | null;
  changedAt: string;
}

/** Key: transferId. A ticket was offered to another person (null: to whoever has the link), or the offer is over. */
export interface TicketTransferChanged {
  transferId: string;
  version: number;
  ticketId: string;
  eventId: string;
  fromUserId: string;
  toUserId: string | null;
  status: 'OFFERED' | 'ACCEPTED' | 'DECLINED' | 'CANCELLED' | 'EXPIRED';
  expiresAt: string;
}

/** Key: payoutId. What somebody earned was promised to them, was sent, or is refused by the processor. */
export interface PayoutChanged {
  payoutId: string;
  version: number;
  /** A person, or an organisation. */
  payeeId: string;
  /** Who is told: the person, or the owners of the organisation. */
  userIds: string[];
  status: 'PROMISED' | 'MADE' | 'FAILED';
  amount: MoneyPayload;
}

/**
 * Key: disputeId. The bank of a buyer calls a payment back, or has decided: WON leaves the money with us, LOST with the buyer. `version` counts
 * the changes of the dispute.
 */
export interface DisputeChanged {
  disputeId: string;
  version: number;
  eventId: string;
  orderId: string;
  /** Who is told: those who may sell the event's tickets. */
  userIds: string[];
  status: 'NEEDS_RESPONSE' | 'UNDER_REVIEW' | 'WON' | 'LOST';
  amount: MoneyPayload;
  /** Until when it can be answered. */
  respondBy: string | null;
  changedAt: string;
}

/**
 * Key: orderId. Deposits of an order have ended alike: they go back to who has paid, or the organiser keeps them because nobody came. `version` is the
 * order's. What a bank has called back is not told.
 */
export interface DepositEnded {
  orderId: string;
  version: number;
  /** Who has paid. */
  userId: string;
  eventId: string;
  status: 'RETURNED' | 'KEPT';
  reason: 'CHECKED_IN' | 'GIVEN_BACK' | 'CALLED_OFF' | 'NO_CHECK_IN' | 'HOLDER_ERASED' | 'NO_SHOW';
  /** Of all of them together. */
  amount: MoneyPayload;
  /** How many. */
  deposits: number;
  endedAt: string;
}

/** Key: documentId. An invoice, a receipt or a credit note can be read. It never changes. */
export interface DocumentIssued {
  documentId: string;
  kind: 'INVOICE' | 'RECEIPT' | 'CREDIT_NOTE';
  /** As it is printed. */
  number: string;
  orderId: string;
  eventId: string;
  /** Who bought. */
  userId: string;
  /** What was paid; of a credit note what goes back. */
  total: MoneyPayload;
  issuedAt: string;
}

/** Key: userId. What somebody has from now on; `schema/rules/plans` says what it lets them do. `version` counts the changes. */
export interface PlanChanged {
  userId: string;
  version: number;
  plan: 'FREE' | 'PLUS' | 'ORGANISER';
}

/**
 * Key: userId. The owner of a plan has to know: it is tried (TRIAL_STARTED), the trial is about to end (TRIAL_ENDING), it is paid (STARTED, RENEWED, CHANGED),
 * a renewal was refused (PAYMENT_FAILED), it is over (ENDED), or money goes back (REFUNDED). `amount`: what was paid or goes back, or what a period costs.
 * `until`: until when it is paid, or when it is charged next; null where there is no such time.
 */
export interface PlanNoticed {
  userId: string;
  state: 'TRIAL_STARTED' | 'TRIAL_ENDING' | 'STARTED' | 'RENEWED' | 'CHANGED' | 'PAYMENT_FAILED' | 'ENDED' | 'REFUNDED';
  plan: 'FREE' | 'PLUS' | 'ORGANISER';
  amount: MoneyPayload;
  until: string | null;
}
