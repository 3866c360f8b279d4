/**
 * The party that collects money for us. Adapters stand behind this interface; `sandbox/` is the built-in one, which needs no account.
 *
 * Every call that changes something carries a key of ours. A processor returns its earlier answer to a key it has seen and does
 * nothing again: that is what lets us repeat a call whose answer was lost. No call may be made inside a transaction of ours.
 *
 * A call that cannot be answered throws ProcessorFault; whether it took effect is then unknown, and it is repeated with the same key.
 */
export interface Processor {
  /** Kept with each payment: only the processor that began it can go on with it. */
  readonly name: string;
  /** False for one that only behaves as if: the sandbox, and others in their test mode. */
  readonly takesMoney: boolean;
  /** What its library on the buyer's device is opened with; null where it has none. No secret. */
  readonly clientKey: string | null;
  /** Prepares to collect an amount; nothing is charged yet. */
  createIntent(request: { amountMinor: bigint; currency: string; orderId: string; key: string }): Promise<Intent>;
  /** What is known of a payment method before it is charged; of one that does not exist nothing. Absent where nothing ever is. */
  describeMethod?(method: string): Promise<MethodFacts>;
  /**
   * Charges with a payment method. One that does not exist is declined with UNKNOWN_METHOD. `stepUp`: its bank has to see its customer first,
   * where it is a method of which that can be asked.
   */
  confirm(request: { ref: string; method: string; key: string; stepUp?: boolean }): Promise<Intent>;
  /** Goes on after the buyer's step at the bank. */
  completeAction(request: { ref: string; proof: string; key: string }): Promise<Intent>;
  /** What has become of it. */
  retrieve(ref: string): Promise<Intent>;
  /** Sees to it that nothing is charged any more, where that can be; returns what has become of it. Harmless when repeated. */
  cancelIntent(ref: string): Promise<Intent>;
  /**
   * Keeps a method of a person for charges while they are away. `customer`: who they are there; null the first time. A repetition with the key keeps
   * nothing more.
   */
  saveMethod(request: { person: string; customer: string | null; method: string; key: string }): Promise<SavedMethod>;
  /** What has become of it after the person's step at the bank. */
  completeSaving(request: { ref: string; proof: string }): Promise<SavedMethod>;
  /**
   * Charges a method that was kept, while its owner is away: a bank that wants to see them declines. What is under way is asked about with `retrieve`.
   */
  chargeSaved(request: {
    customer: string;
    method: string;
    amountMinor: bigint;
    currency: string;
    invoiceId: string;
    key: string;
  }): Promise<Intent>;
  /** Forgets a person, and what they pay with. Harmless when repeated. */
  forgetCustomer(customer: string): Promise<void>;
  /** Gives money back. */
  refund(request: { ref: string; amountMinor: bigint; currency: string; key: string }): Promise<MadeRefund>;
  /** What has become of money on its way back: it may come back to us days later. */
  retrieveRefund(ref: string): Promise<RefundState>;
  /** Disputes that were opened since, the oldest first; at most some thousands. */
  disputesSince(since: Date): Promise<DisputeState[]>;
  retrieveDispute(ref: string): Promise<DisputeState>;
  /** Sends evidence, once; a repetition with the key sends nothing more. */
  submitEvidence(request: { ref: string; evidence: Evidence; key: string }): Promise<DisputeState>;
  /** Opens an account for who is paid; a repetition with the key returns the same. */
  openPayee(request: { key: string; country: string }): Promise<{ ref: string }>;
  /** Where the payee proves who they are, for some minutes; null where nothing is asked. */
  onboardingUrl(ref: string): Promise<string | null>;
  /** Whether they can be paid. */
  retrievePayee(ref: string): Promise<{ status: 'PENDING' | 'VERIFIED' | 'RESTRICTED' }>;
  /** Sends money to a payee. Throws PayeeRefused when it never will; nothing was sent then. */
  transfer(request: { destination: string; amountMinor: bigint; currency: string; key: string }): Promise<{ ref: string }>;
  /** What was sent to a payee under a key; null where nothing was. Sends nothing. */
  findTransfer(key: string): Promise<{ ref: string } | null>;
  /** What a notice of the processor is about. Throws NoticeRefused for one that is not from it. Absent where it sends none. */
  readNotice?(request: { headers: Readonly<Record<string, string>>; body: Buffer }): Notice;
}

/** A payment as the processor sees it. */
export interface Intent {
  ref: string;
  /** For the processor's library on the buyer's device. */
  clientSecret: string;
  state: IntentState;
}

export type IntentState =
  | { status: 'REQUIRES_METHOD' }
  | { status: 'DECLINED'; code: string; reason: string }
  | { status: 'REQUIRES_ACTION'; actionUrl: string | null }
  | { status: 'PROCESSING' }
  /** `isSuspect`: the processor warns of fraud. */
  | { status: 'SUCCEEDED'; feeMinor: bigint; isSuspect?: boolean };

/** A payment method that is kept, or about to be. */
export interface SavedMethod {
  ref: string;
  /** The person, as the processor calls them. */
  customer: string;
  state:
    | { status: 'SAVED'; method: string; label: string | null }
    | { status: 'REQUIRES_ACTION'; actionUrl: string | null }
    | { status: 'DECLINED'; code: string; reason: string };
}

/** Of a payment method that is a card. */
export interface MethodFacts {
  /** The same for one card, whoever uses it; null where it is not told. */
  fingerprint: string | null;
  /** ISO 3166, where it was issued; null where it is not told. */
  country: string | null;
}

/** Money on its way back to a buyer. */
export interface MadeRefund {
  ref: string;
  /** What the processor gives back of its fee for the payment; many keep it. */
  feeReturnedMinor: bigint;
}

export type RefundState = { status: 'MADE' } | { status: 'FAILED'; reason: string };

/** A payment that its buyer's bank calls back, as the processor sees it. */
export interface DisputeState {
  ref: string;
  /** The processor's reference of the payment. */
  paymentRef: string;
  /** The processor's word for why. */
  reason: string;
  status: 'NEEDS_RESPONSE' | 'UNDER_REVIEW' | 'WON' | 'LOST';
  /** What is called back, in the payment's currency. */
  amountMinor: bigint;
  /** What the processor has taken of ours for it by now, and what it charges for it; when it is won the first is nothing again. */
  takenMinor: bigint;
  feeMinor: bigint;
  /** Until when it takes evidence. */
  respondBy: Date | null;
}

/** What speaks for the seller. */
export interface Evidence {
  /** In the seller's words. */
  text: string;
  /** What was sold. */
  product: string;
  /** When it takes place. */
  serviceDate: Date;
  /** Who used it, and when; empty where nobody has. */
  accessLog: string;
}

/**
 * Something changed at the processor. It says no more than what to ask about: notices come late, twice and out of order, so what is true is
 * what the processor answers then.
 */
export interface Notice {
  /** The processor's own, the same each time it is sent. */
  id: string;
  /** `paymentId`: our own key of the intent, where the processor kept it. OTHER is not our affair. */
  about:
    { kind: 'PAYMENT'; ref: string; paymentId: string | null } | { kind: 'REFUND' | 'DISPUTE' | 'PAYEE'; ref: string } | { kind: 'OTHER' };
}

/** A notice whose signature is not the processor's, or is too old. */
export class NoticeRefused extends Error {
  override name = 'NoticeRefused';
}

/** The processor sends this payee nothing, whatever is tried; nothing was sent. */
export class PayeeRefused extends Error {
  override name = 'PayeeRefused';
}

/** The processor did not answer, or not in a way we understand. */
export class ProcessorFault extends Error {
  override name = 'ProcessorFault';
}

export const UNKNOWN_METHOD = 'payment_method_unknown';
