import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { BillingAccount, PlanInvoice, PlanRefund } from '../../generated/prisma/client';
import type { MadeRefund } from '../../ports/processor';
import { issuePlanNote } from '../document/document-plan.store';
import { planRefundMadeLines, planRefundPromisedLines } from '../ledger/ledger-plan-entries';
import { refundReturnedLines } from '../ledger/ledger-entries';
import { postEntry } from '../ledger/ledger.store';
import { waitAfter } from '../refund/refund-backoff';
import { taxOfPart } from './plan-period';
import { planNoticed } from './plan.facts';

const HOUR = 3_600_000;
const DAILY_MS = 24 * HOUR;

/** What of a paid invoice neither went back nor is called back. */
export const leftOfInvoice = ({ amountMinor, refundedMinor, disputedMinor }: PlanInvoice): bigint =>
  amountMinor - refundedMinor - disputedMinor;

/** Promises that so much of a period goes back, which is then certain. Of a locked account; at most what is left. Returns its id. */
export async function promisePlanRefund(
  step: Step,
  { erased }: Pick<BillingAccount, 'erased'>,
  invoice: PlanInvoice,
  amountMinor: bigint,
  reason: string,
): Promise<string> {
  const { tx, now } = step;
  const id = randomUUID();
  const { id: invoiceId, userId, plan, currency } = invoice;
  const tax = taxOfPart(invoice.taxMinor, invoice.amountMinor, invoice.amountMinor - leftOfInvoice(invoice), amountMinor);
  const times = { nextAttemptAt: now, createdAt: now, updatedAt: now };
  await tx.planRefund.create({ data: { id, invoiceId, status: 'PROMISED', amountMinor, currency, reason, ...times } });
  await tx.planInvoice.update({
    where: { id: invoiceId },
    data: { refundedMinor: { increment: amountMinor }, version: { increment: 1 }, updatedAt: now },
  });
  await postEntry(step, entryOf(id, currency, 'PLAN_REFUND_PROMISED', now, planRefundPromisedLines(amountMinor, tax)));
  await issuePlanNote(step, invoice, { referenceId: id, amountMinor, taxMinor: tax, text: 'Given back' });
  if (!erased) await step.tell(planNoticed({ userId, state: 'REFUNDED', plan, amountMinor, currency, until: null }));
  return id;
}

/** Keeps that the processor gave it back, once. */
export async function keepMadePlanRefund(
  step: Step,
  { id, amountMinor, currency, timesReturned: round }: PlanRefund,
  made: MadeRefund,
): Promise<void> {
  const { tx, now } = step;
  const { count } = await tx.planRefund.updateMany({
    where: { id, status: { not: 'MADE' }, timesReturned: round },
    data: { status: 'MADE', processorRef: made.ref, nextAttemptAt: null, lastError: null, updatedAt: now },
  });
  if (count === 0) return;
  const lines = planRefundMadeLines(amountMinor, made.feeReturnedMinor);
  await postEntry(step, { ...entryOf(id, currency, 'PLAN_REFUND_MADE', now, lines), round });
}

/** It is tried again, later each time; what the processor refuses for too long is put before a person, and tried every day. */
export async function keepFailedPlanTry({ tx, now, kept }: Step, refund: PlanRefund, error: string): Promise<void> {
  const isGivenUp = now.getTime() - refund.createdAt.getTime() >= kept.settings.REFUND_GIVE_UP_HOURS * HOUR;
  const nextAttemptAt = new Date(now.getTime() + (isGivenUp ? DAILY_MS : waitAfter(refund.attempts + 1)));
  await tx.planRefund.updateMany({
    where: { id: refund.id, status: { not: 'MADE' } },
    data: {
      ...{ status: isGivenUp ? 'FAILED' : 'PROMISED', attempts: { increment: 1 }, nextAttemptAt },
      ...{ lastError: error.slice(0, 500), updatedAt: now },
    },
  });
}

/** The bank did not take it: it is owed again, and a person has to look. Returns false where it is no refund of a plan. */
export async function keepReturnedPlanRefund(step: Step, processorRef: string, reason: string): Promise<boolean> {
  const { tx, now } = step;
  const [row] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM plan_refunds WHERE processor_ref = ${processorRef} FOR NO KEY UPDATE`;
  const refund = row && (await tx.planRefund.findUniqueOrThrow({ where: { id: row.id } }));
  if (refund?.status !== 'MADE') return refund !== undefined;
  const { id, amountMinor, currency, timesReturned: round } = refund;
  await tx.planRefund.update({
    where: { id },
    data: {
      ...{ status: 'FAILED', processorRef: null, timesReturned: round + 1, nextAttemptAt: new Date(now.getTime() + DAILY_MS) },
      ...{ lastError: reason.slice(0, 500), updatedAt: now },
    },
  });
  await postEntry(step, { ...entryOf(id, currency, 'PLAN_REFUND_RETURNED', now, refundReturnedLines(amountMinor)), round });
  return true;
}

const entryOf = (
  referenceId: string,
  currency: string,
  kind: 'PLAN_REFUND_PROMISED' | 'PLAN_REFUND_MADE' | 'PLAN_REFUND_RETURNED',
  occurredAt: Date,
  lines: ReturnType<typeof planRefundMadeLines>,
) => ({ kind, orderId: null, refundId: null, referenceId, currency, occurredAt, lines });
