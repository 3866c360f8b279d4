/**
 * The party that collects money for us. Adapters stand behind this interface; `sandbox/` is the built-in one, which needs no account.
 *
 * Every call that changes something carries a key of ours. A processor returns its earlier answer to a key it has seen and does
 * nothing again: that is what lets us repeat a call whose answer was lost. No call may be made inside a transaction of ours.
 *
 * A call that cannot be answered throws ProcessorFault; whether it took effect is then unknown, and it is repeated with the same key.
 */
export interface Processor {
  readonly name: string;
  /** Prepares to collect an amount; nothing is charged yet. */
  createIntent(request: { amountMinor: bigint; currency: string; orderId: string; key: string }): Promise<Intent>;
  /** Charges with a payment method. One that does not exist is declined with UNKNOWN_METHOD. */
  confirm(request: { ref: string; method: string; key: string }): Promise<Intent>;
  /** Goes on after the buyer's step at the bank. */
  completeAction(request: { ref: string; proof: string; key: string }): Promise<Intent>;
  /** What has become of it. */
  retrieve(ref: string): Promise<Intent>;
  /** Gives money back. */
  refund(request: { ref: string; amountMinor: bigint; key: string }): Promise<MadeRefund>;
}

/** Money on its way back to a buyer. */
export interface MadeRefund {
  ref: string;
  /** What the processor gives back of its fee for the payment; many keep it. */
  feeReturnedMinor: bigint;
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
  | { status: 'SUCCEEDED'; feeMinor: bigint };

/** The processor did not answer, or not in a way we understand. */
export class ProcessorFault extends Error {
  override name = 'ProcessorFault';
}

export const UNKNOWN_METHOD = 'payment_method_unknown';
