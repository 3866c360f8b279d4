import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { BillingAccount, PlanDispute, PlanInvoice } from '../../generated/prisma/client';
import type { DisputeState } from '../../ports/processor';
import { askAgainAfter, isOpenDispute } from '../dispute/dispute-open';
import { issuePlanNote } from '../document/document-plan.store';
import { disputeLostLines, disputeMovedLines } from '../ledger/ledger-entries';
import { planDisputedLines } from '../ledger/ledger-plan-entries';
import { postEntry, postMirror } from '../ledger/ledger.store';
import { taxOfPart } from './plan-period';
import { leftOfInvoice } from './plan-refund.store';
import { lowerWorth } from './plan-worth.store';
import { liveSubscription, lockAccount, updateSubscription } from './plan.store';

/**
 * Takes in what the processor says of a period that is called back, the first time or again. While it is open the plan is not renewed; when it is lost the
 * plan ends. Nobody answers for the platform here: what speaks for it is sent at the processor.
 */
export async function takePlanDisputeIn(
  step: Step,
  { id: invoiceId, userId }: Pick<PlanInvoice, 'id' | 'userId'>,
  state: DisputeState,
  sendsNotices: boolean,
): Promise<void> {
  const { tx, now } = step;
  const account = await lockAccount(step, userId);
  // The person was erased a moment ago, and the invoice has a pseudonym: the next look finds it.
  if (!account) return;
  const invoice = await tx.planInvoice.findUniqueOrThrow({ where: { id: invoiceId } });
  const known = await tx.planDispute.findUnique({ where: { processorRef: state.ref } });
  const before = known ?? (await openDispute(step, invoice, state));
  const status = isOpenDispute(before.status) ? state.status : before.status;
  const rounds = await postMoves(step, before, state);
  const after = askAgainAfter({ status, takenMinor: state.takenMinor }, sendsNotices);
  const dispute = await tx.planDispute.update({
    where: { id: before.id },
    data: {
      ...{ status, takenMinor: state.takenMinor, feeMinor: state.feeMinor, rounds: { increment: rounds } },
      ...{ nextCheckAt: after === null ? null : new Date(now.getTime() + after), updatedAt: now },
    },
  });
  if (isOpenDispute(before.status) && !isOpenDispute(status)) await closeDispute(step, account, dispute);
}

async function openDispute(
  step: Step,
  invoice: PlanInvoice,
  { ref: processorRef, reason, amountMinor }: DisputeState,
): Promise<PlanDispute> {
  const { tx, now } = step;
  const { id: invoiceId, processor, currency, userId } = invoice;
  const left = leftOfInvoice(invoice);
  const coveredMinor = amountMinor < left ? amountMinor : left;
  const dispute = await tx.planDispute.create({
    data: {
      ...{ id: randomUUID(), invoiceId, processor, processorRef, status: 'NEEDS_RESPONSE', reason: reason.slice(0, 200) },
      ...{ amountMinor, coveredMinor, currency, createdAt: now, updatedAt: now },
    },
  });
  await tx.planInvoice.update({ where: { id: invoiceId }, data: { disputedMinor: { increment: coveredMinor } } });
  const tax = taxOf(invoice, coveredMinor);
  await postEntry(step, { ...entryOf(dispute, 'PLAN_DISPUTED', now), lines: planDisputedLines(amountMinor, coveredMinor, tax) });
  const live = await liveSubscription(step, userId);
  if (live && live.status !== 'PAST_DUE') await updateSubscription(step, live.id, { cancelAtPeriodEnd: true });
  return dispute;
}

async function postMoves(step: Step, dispute: PlanDispute, { takenMinor, feeMinor }: DisputeState): Promise<number> {
  const lines = disputeMovedLines(takenMinor - dispute.takenMinor, feeMinor - dispute.feeMinor, dispute.status === 'LOST');
  if (lines.length === 0) return 0;
  await postEntry(step, { ...entryOf(dispute, 'DISPUTE_MOVED', step.now), round: dispute.rounds, lines });
  return 1;
}

async function closeDispute(step: Step, account: BillingAccount, dispute: PlanDispute): Promise<void> {
  const { tx, now } = step;
  const { id, invoiceId, amountMinor, takenMinor, feeMinor, coveredMinor } = dispute;
  if (dispute.status === 'WON') {
    await postMirror(step, 'PLAN_DISPUTED', { kind: 'PLAN_DISPUTE_RELEASED', orderId: null, referenceId: id });
    await tx.planInvoice.update({ where: { id: invoiceId }, data: { disputedMinor: { decrement: coveredMinor } } });
    return;
  }
  const lines = disputeLostLines({ feePart: 0n, price: feeMinor, untaken: amountMinor - takenMinor }, null);
  await postEntry(step, { ...entryOf(dispute, 'PLAN_DISPUTE_LOST', now), lines });
  const invoice = await tx.planInvoice.findUniqueOrThrow({ where: { id: invoiceId } });
  const [posted] = await tx.$queryRaw<{ tax: bigint }[]>`
    SELECT COALESCE(SUM(p.amount_minor) FILTER (WHERE a.kind = 'TAX_PAYABLE'), 0)::bigint AS tax
    FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id AND p.side = 'DEBIT' JOIN ledger_accounts a ON a.id = p.account_id
    WHERE e.reference_id = ${id}::uuid AND e.kind = 'PLAN_DISPUTED'`;
  if (coveredMinor > 0n)
    await issuePlanNote(step, invoice, {
      ...{ referenceId: id, amountMinor: coveredMinor, taxMinor: posted!.tax, text: 'Called back by the bank of the buyer' },
    });
  await lowerWorth(step, account, invoice, coveredMinor, { endsPlan: true });
}

const taxOf = (invoice: PlanInvoice, part: bigint): bigint =>
  taxOfPart(invoice.taxMinor, invoice.amountMinor, invoice.amountMinor - leftOfInvoice(invoice), part);

const entryOf = (
  { id: referenceId, currency }: PlanDispute,
  kind: 'PLAN_DISPUTED' | 'DISPUTE_MOVED' | 'PLAN_DISPUTE_LOST',
  occurredAt: Date,
) => ({ kind, orderId: null, refundId: null, referenceId, currency, occurredAt });
