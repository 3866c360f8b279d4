import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { BillingAccount, BillingSubscription, PlanInvoice } from '../../generated/prisma/client';
import type { Intent, IntentState } from '../../ports/processor';
import { issuePlanInvoice } from '../document/document-plan.store';
import { planPaidLines } from '../ledger/ledger-plan-entries';
import { postEntry } from '../ledger/ledger.store';
import { includedTax } from '../ledger/revenue-share';
import { keepNotice, type ReceivedNotice } from '../payment/payment-notices.store';
import { retryAfter } from './plan-period';
import { promisePlanRefund } from './plan-refund.store';
import { endSubscription, liveSubscription, lockAccount, notice, setPlan, updateSubscription } from './plan.store';

/** How long a process that has begun a try is left to it. */
const LEASE_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;
const SHORTEST_WAIT_MS = 5_000;

type NewInvoice = Pick<
  PlanInvoice,
  'kind' | 'subscriptionId' | 'plan' | 'interval' | 'priceMinor' | 'creditMinor' | 'currency' | 'periodStart' | 'periodEnd' | 'anchorDay'
>;

/** A period is to be paid, at once. Of a locked account without an open invoice. Returns its id. */
export async function openInvoice({ tx, now, kept }: Step, { userId, processor }: BillingAccount, of: NewInvoice): Promise<string> {
  const id = randomUUID();
  const amountMinor = of.priceMinor - of.creditMinor;
  const taxMinor = includedTax(amountMinor, kept.settings.PLAN_TAX_BASIS_POINTS);
  const times = { nextTryAt: now, createdAt: now, updatedAt: now };
  await tx.planInvoice.create({ data: { id, userId, status: 'OPEN', ...of, amountMinor, taxMinor, processor, ...times } });
  return id;
}

/** What is open and not under way is not to be paid any more. */
export async function voidOpenInvoice({ tx, now }: Step, userId: string): Promise<void> {
  const data = { status: 'VOID' as const, nextTryAt: null, version: { increment: 1 }, updatedAt: now };
  await tx.planInvoice.updateMany({ where: { userId, status: 'OPEN', trying: false }, data });
}

/**
 * Begins a try to charge an open invoice, or takes one up that has begun; its number is part of the key, so that it charges once. Null where there is nothing
 * to charge, or nothing to charge it with.
 */
export async function beginTry(step: Step, invoiceId: string): Promise<PlanInvoice | null> {
  const { tx, now } = step;
  const { account, invoice } = await lockInvoice(step, invoiceId);
  if (invoice.status !== 'OPEN') return null;
  const lease = { nextTryAt: new Date(now.getTime() + LEASE_MS), updatedAt: now };
  if (invoice.trying) return tx.planInvoice.update({ where: { id: invoiceId }, data: lease });
  if (await endsUnpaid(step, account, invoice)) return null;
  const { customerRef, methodRef, processor } = account;
  if (!customerRef || !methodRef) {
    await keepDecline(step, account, invoice, { code: 'no_method', reason: 'No payment method is saved.' });
    return null;
  }
  const begun = { tries: { increment: 1 }, trying: true, customerRef, methodRef, processor, processorRef: null, ...lease };
  return tx.planInvoice.update({ where: { id: invoiceId }, data: begun });
}

/** Of who is suspended no further renewal is charged: the plan ends. Read without a lock, which an erasure holds while it waits for the account. */
async function endsUnpaid(step: Step, account: BillingAccount, { kind, userId }: PlanInvoice): Promise<boolean> {
  if (kind !== 'RENEWAL') return false;
  const person = await step.tx.personCopy.findUnique({ where: { id: userId }, select: { active: true } });
  if (person?.active ?? true) return false;
  const sub = await liveSubscription(step, userId);
  if (sub) await endSubscription(step, account, sub);
  else await voidOpenInvoice(step, userId);
  return true;
}

/** Takes in what came of a try. An answer to an earlier one is stale, unless it tells of money. */
export async function takeChargeIn(
  step: Step,
  asked: Pick<PlanInvoice, 'id' | 'tries'>,
  { ref, state }: Pick<Intent, 'ref' | 'state'>,
  told: ReceivedNotice | null = null,
): Promise<void> {
  await keepNotice(step, told);
  const { account, invoice } = await lockInvoice(step, asked.id);
  if (invoice.status === 'PAID') return;
  if (state.status === 'SUCCEEDED') return keepPaid(step, account, invoice, ref, state.feeMinor);
  if (invoice.tries !== asked.tries || !invoice.trying) return;
  if (state.status === 'PROCESSING') return keepUnderWay(step, invoice, ref);
  await keepDecline(step, account, invoice, whyNot(state));
}

/** The processor did not answer: the same try is asked about again, later each time. */
export async function keepUnanswered(step: Step, { id, tries }: PlanInvoice): Promise<void> {
  const { invoice } = await lockInvoice(step, id);
  if (invoice.status === 'OPEN' && invoice.trying && invoice.tries === tries) await keepUnderWay(step, invoice, invoice.processorRef);
}

async function keepUnderWay({ tx, now }: Step, invoice: PlanInvoice, processorRef: string | null): Promise<void> {
  const age = now.getTime() - invoice.createdAt.getTime();
  const wait = Math.min(Math.max(age / 2, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
  await tx.planInvoice.update({
    where: { id: invoice.id },
    data: { processorRef, nextTryAt: new Date(now.getTime() + wait), updatedAt: now },
  });
}

/** The money is there: the period is its owner's. Where it buys nothing any more all of it goes back. */
async function keepPaid(step: Step, account: BillingAccount, invoice: PlanInvoice, processorRef: string, feeMinor: bigint): Promise<void> {
  const { tx, now } = step;
  const { id, amountMinor, taxMinor, currency } = invoice;
  const paid = await tx.planInvoice.update({
    where: { id },
    data: {
      ...{ status: 'PAID', processorRef, feeMinor, paidAt: now, trying: false, nextTryAt: null, declineCode: null, declineReason: null },
      ...{ version: { increment: 1 }, updatedAt: now },
    },
  });
  const lines = planPaidLines(amountMinor, taxMinor, feeMinor);
  await postEntry(step, { kind: 'PLAN_PAID', orderId: null, refundId: null, referenceId: id, currency, occurredAt: now, lines });
  const isSpent = invoice.status === 'OPEN' && !account.erased && (await applyPaid(step, account, paid));
  await issuePlanInvoice(step, paid);
  if (!isSpent) await promisePlanRefund(step, account, paid, amountMinor, 'The payment came when the plan had ended.');
}

/** Returns false where there is nothing for it to take effect on. */
async function applyPaid(step: Step, account: BillingAccount, invoice: PlanInvoice): Promise<boolean> {
  const { tx, now } = step;
  const { id, userId, kind, plan, interval, periodStart, periodEnd, anchorDay, priceMinor, currency } = invoice;
  const live = await liveSubscription(step, userId);
  const period = { plan, interval, status: 'ACTIVE' as const, priceMinor, periodStart, periodEnd, anchorDay, worthMinor: priceMinor };
  if (kind === 'START') {
    if (live) return false;
    const subscriptionId = randomUUID();
    await tx.billingSubscription.create({ data: { id: subscriptionId, userId, currency, ...period, createdAt: now, updatedAt: now } });
    await tx.planInvoice.update({ where: { id }, data: { subscriptionId } });
  } else {
    if (live?.id !== invoice.subscriptionId) return false;
    await updateSubscription(step, live!.id, { ...period, nextPlan: null, nextInterval: null });
  }
  await setPlan(step, userId, plan);
  const state = kind === 'START' ? 'STARTED' : kind === 'RENEWAL' ? 'RENEWED' : 'CHANGED';
  await notice(step, account, { userId, state, plan, amountMinor: invoice.amountMinor, currency, until: periodEnd });
  return true;
}

/** A renewal is tried again on certain days, and then given up, which ends the plan; anything else is given up at once, while its owner is there. */
async function keepDecline(
  step: Step,
  account: BillingAccount,
  invoice: PlanInvoice,
  { code: declineCode, reason: declineReason }: { code: string; reason: string },
): Promise<void> {
  const { tx, now, kept } = step;
  const declines = invoice.declines + 1;
  const after = invoice.kind === 'RENEWAL' ? retryAfter(declines, kept.settings.PLAN_RETRY_DAYS) : null;
  const nextTryAt = after === null || account.erased ? null : new Date(now.getTime() + after);
  const status = nextTryAt ? ('OPEN' as const) : ('VOID' as const);
  await tx.planInvoice.update({
    where: { id: invoice.id },
    data: { declines, declineCode, declineReason, status, trying: false, nextTryAt, version: { increment: 1 }, updatedAt: now },
  });
  const sub = invoice.kind === 'RENEWAL' ? await liveSubscription(step, invoice.userId) : null;
  if (sub?.id !== invoice.subscriptionId || !sub) return;
  if (!nextTryAt) return endSubscription(step, account, sub);
  await markPastDue(step, sub);
  const { userId, plan, amountMinor, currency } = invoice;
  await notice(step, account, { userId, state: 'PAYMENT_FAILED', plan, amountMinor, currency, until: nextTryAt });
}

const markPastDue = async (step: Step, { id, status }: BillingSubscription): Promise<void> => {
  if (status !== 'PAST_DUE') await updateSubscription(step, id, { status: 'PAST_DUE' });
};

/** Of who is erased meanwhile the invoice has a pseudonym: it is read again until both fit. */
async function lockInvoice(step: Step, id: string): Promise<{ account: BillingAccount; invoice: PlanInvoice }> {
  for (;;) {
    const { userId } = await step.tx.planInvoice.findUniqueOrThrow({ where: { id }, select: { userId: true } });
    const account = await lockAccount(step, userId);
    if (!account) continue;
    return { account, invoice: await step.tx.planInvoice.findUniqueOrThrow({ where: { id } }) };
  }
}

/** A step at the bank cannot be taken by who is away. */
const whyNot = (state: Exclude<IntentState, { status: 'SUCCEEDED' | 'PROCESSING' }>): { code: string; reason: string } =>
  state.status === 'DECLINED' ? state : { code: 'authentication_required', reason: 'The bank wants to see its customer.' };
