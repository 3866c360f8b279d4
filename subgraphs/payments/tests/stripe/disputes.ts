import type Stripe from 'stripe';
import { type Account, DAY, SECOND } from './account';
import { move } from './charges';
import { invalid, missing } from './refusal';

/** Stripe's price of a dispute in the United States; it is not given back when the dispute is won. */
const FEE = 1_500;

/** The buyer disputes a charge at their bank: the money and a fee leave the balance until it is decided. */
export function disputeOpens(
  account: Account,
  chargeId: string,
  { reason = 'fraudulent', amount }: { reason?: string; amount?: number } = {},
): Stripe.Dispute {
  const charge = account.charges.get(chargeId);
  if (!charge || charge.status !== 'succeeded') throw new Error(`${chargeId} is no charge that succeeded`);
  const card = charge.payment_method_details!.card;
  const dispute: Stripe.Dispute = {
    id: account.newId('du'),
    object: 'dispute',
    amount: amount ?? charge.amount_captured - releasedOf(account, charge),
    balance_transactions: [],
    charge: charge.id,
    created: account.now(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: NO_EVIDENCE,
    evidence_details: {
      due_by: account.now() + (7 * DAY) / SECOND,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: 'manual',
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    ...(card && {
      payment_method_details: {
        type: 'card' as const,
        card: { brand: card.brand ?? 'visa', case_type: 'chargeback' as const, network: card.brand ?? 'visa', network_reason_code: '83' },
      },
    }),
    reason,
    status: 'needs_response',
  };
  charge.disputed = true;
  account.disputes.set(dispute.id, dispute);
  account.tell('charge.dispute.created', dispute);
  dispute.balance_transactions.push(withdraw(account, dispute, -dispute.amount, FEE, 'dispute'));
  account.tell('charge.dispute.funds_withdrawn', dispute, { balance_transactions: [] });
  return dispute;
}

/** The bank decides: won gives the money back without the fee, lost keeps it with the buyer. */
export function disputeCloses(account: Account, dispute: Stripe.Dispute, status: 'won' | 'lost'): Stripe.Dispute {
  if (dispute.status === 'won' || dispute.status === 'lost') throw new Error(`${dispute.id} is ${dispute.status} already`);
  const before = dispute.status;
  dispute.status = status;
  if (status === 'won') {
    dispute.balance_transactions.push(withdraw(account, dispute, dispute.amount, 0, 'dispute_reversal'));
    account.tell('charge.dispute.funds_reinstated', dispute);
  }
  account.tell('charge.dispute.closed', dispute, { status: before });
  return dispute;
}

/**
 * Takes evidence until it is due. With `submit` it is sent for good: in test mode `winning_evidence` wins and `losing_evidence` loses a moment
 * later; anything else is under review until the test says.
 */
export function answerDispute(
  account: Account,
  id: string,
  { evidence, submit = true, metadata }: Stripe.DisputeUpdateParams,
): Stripe.Dispute {
  const dispute = account.disputes.get(id);
  if (!dispute) throw missing('dispute', id, 'dispute', 404);
  const { evidence_details: details } = dispute;
  if (dispute.status !== 'needs_response' && dispute.status !== 'warning_needs_response')
    throw invalid('This dispute is already closed, or evidence was submitted for it.', { code: 'dispute_evidence_submitted' });
  if (details.due_by !== null && account.now() >= details.due_by) throw invalid('The time to submit evidence for this dispute is over.');
  Object.assign(dispute.evidence, evidence);
  if (metadata) Object.assign(dispute.metadata, metadata);
  details.has_evidence = true;
  if (submit) {
    details.submission_count++;
    details.submission_method = 'manual';
    dispute.status = dispute.status === 'needs_response' ? 'under_review' : 'warning_under_review';
    const text = dispute.evidence.uncategorized_text ?? '';
    const outcome = text.includes('winning_evidence') ? 'won' : text.includes('losing_evidence') ? 'lost' : null;
    if (outcome) account.later(0, () => disputeCloses(account, dispute, outcome));
  }
  account.tell('charge.dispute.updated', dispute);
  return dispute;
}

const withdraw = (account: Account, dispute: Stripe.Dispute, amount: number, fee: number, category: string) =>
  move(account, { type: 'adjustment', category, amount, fee, currency: dispute.currency, source: dispute.id, description: 'Chargeback' });

/** What was given back already, by refunds that have not failed. */
const releasedOf = (account: Account, charge: Stripe.Charge): number =>
  [...account.refunds.values()]
    .filter(({ charge: of, status }) => of === charge.id && status !== 'failed')
    .reduce((sum, { amount }) => sum + amount, 0);

const NO_EVIDENCE: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};
