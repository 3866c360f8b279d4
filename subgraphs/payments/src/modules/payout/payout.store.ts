import { randomUUID } from 'node:crypto';
import { conflict } from '@marquee/platform';
import type { Step } from '../../context';
import type { Payee, Payout } from '../../generated/prisma/client';
import { payoutLines, payoutMadeLines, payoutReturnedLines, payoutWithdrawnLines } from '../ledger/ledger-entries';
import { postEntry } from '../ledger/ledger.store';
import { isActive } from '../person/person.store';
import { waitAfter } from '../refund/refund-backoff';
import { payoutChanged } from './payout.facts';
import { nextPayoutAt } from './payout-schedule';
import type { SettleWithheldPayout } from './payout.input';
import { lockPayeeAccounts, payableLines, type UnpaidLine } from './payout.sql';

const WITHHELD_MS = 3_600_000;

/*
 * Payouts. What a payee is owed is the sum of the postings on their accounts; a payout is made of postings, each once (payout_lines). The
 * accounts are locked while it is put together: a refund that takes something back at the same moment is in it, or comes after it and is
 * taken off the next one.
 */

/** Puts together what a payee is paid now, in each currency, and says when they are looked at next. Returns the ids of the payouts. */
export async function promisePayouts(step: Step, payeeId: string): Promise<string[]> {
  const { tx, now } = step;
  await tx.$queryRaw`SELECT 1 AS locked FROM payees WHERE id = ${payeeId}::uuid FOR NO KEY UPDATE`;
  const payee = await tx.payee.findUniqueOrThrow({ where: { id: payeeId } });
  if (payee.status !== 'VERIFIED' || !payee.nextPayoutAt || payee.nextPayoutAt > now) return [];
  const promised = await promiseDue(step, payee);
  await tx.payee.update({ where: { id: payeeId }, data: { nextPayoutAt: nextPayoutAt(payee.schedule, now) } });
  return promised;
}

/** Nothing goes to a person who is suspended, or was erased: then the payee has a pseudonym. An organisation has no row among people. */
export async function mayBePaid({ tx }: Step, payeeId: string): Promise<boolean> {
  const payee = await tx.payee.findUnique({ where: { id: payeeId }, select: { erased: true } });
  return payee !== null && !payee.erased && (await isActive(tx, payeeId));
}

/** A payout that was promised waits while its payee is suspended, for good where they were erased, and is looked at again every hour. */
export async function withholdPayout({ tx, now }: Step, { id }: Payout): Promise<void> {
  await tx.payout.updateMany({ where: { id, status: 'PROMISED' }, data: { nextAttemptAt: new Date(now.getTime() + WITHHELD_MS) } });
}

/** Keeps what staff decided about a payout that was promised to a person who was erased since: once, under its lock. */
export async function keepDecision(step: Step, adminId: string, { payoutId, decision, reason }: SettleWithheldPayout): Promise<void> {
  const { tx, now, logger } = step;
  await tx.$queryRaw`SELECT 1 AS locked FROM payouts WHERE id = ${payoutId}::uuid FOR NO KEY UPDATE`;
  const payout = await tx.payout.findUniqueOrThrow({ where: { id: payoutId }, include: { payee: true } });
  if (payout.status !== 'PROMISED' || !payout.payee.erased) throw conflict('This payout is not withheld.');
  if (payout.decision !== null) throw conflict('This was decided already.');
  const decided = { decision, decidedBy: adminId, decisionReason: reason, nextAttemptAt: now, updatedAt: now };
  await tx.payout.update({ where: { id: payoutId }, data: { ...decided, version: { increment: 1 } } });
  logger.info({ userId: adminId, payoutId, decision }, 'staff decided about a payout that was withheld');
}

/** Keeps that a payout goes nowhere, once: nobody is left to be told. */
export async function withdrawPayout(step: Step, payout: Payout): Promise<void> {
  const { tx, now } = step;
  const { count } = await tx.payout.updateMany({
    where: { id: payout.id, status: 'PROMISED' },
    data: { status: 'WITHDRAWN', nextAttemptAt: null, version: { increment: 1 }, updatedAt: now },
  });
  if (count === 0) return;
  await postEntry(step, about(payout, 'PAYOUT_WITHDRAWN', now, payoutWithdrawnLines(payout.amountMinor)));
}

async function promiseDue(step: Step, payee: Payee): Promise<string[]> {
  const { tx, now, kept } = step;
  const payeeId = payee.id;
  if (!(await mayBePaid(step, payeeId))) return [];
  await tx.$queryRaw(lockPayeeAccounts(payeeId));
  const endedBefore = new Date(now.getTime() - kept.settings.PAYOUT_HOLD_HOURS * 3_600_000);
  const lines = await tx.$queryRaw<UnpaidLine[]>(payableLines(payeeId, payee.processor, endedBefore));
  const promised: string[] = [];
  for (const currency of [...new Set(lines.map((line) => line.currency))].sort()) {
    const of = lines.filter((line) => line.currency === currency);
    const amount = of.reduce((sum, line) => sum + line.amount, 0n);
    if (amount > 0n && amount >= payee.minimumMinor) promised.push(await promise(step, payee, { currency, amount, lines: of }));
  }
  return promised;
}

async function promise(
  step: Step,
  payee: Payee,
  { currency, amount, lines }: { currency: string; amount: bigint; lines: readonly UnpaidLine[] },
): Promise<string> {
  const { tx, now } = step;
  const id = randomUUID();
  const { id: payeeId, processor, processorRef } = payee;
  const payout = await tx.payout.create({
    data: {
      ...{ id, payeeId, processor, destination: processorRef!, status: 'PROMISED', amountMinor: amount, currency },
      ...{ nextAttemptAt: now, createdAt: now, updatedAt: now },
    },
  });
  await tx.payoutLine.createMany({
    data: lines.map((line, position) => ({ postingId: line.postingId, payoutId: id, position, amountMinor: line.amount })),
  });
  const sumOf = (kind: UnpaidLine['kind']) => lines.filter((line) => line.kind === kind).reduce((sum, line) => sum + line.amount, 0n);
  const parts = (['CREATOR_PAYABLE', 'CURATOR_PAYABLE', 'SELLER_CASH'] as const).map((kind) => ({ kind, amount: sumOf(kind) }));
  await postEntry(step, about(payout, 'PAYOUT', now, payoutLines(payeeId, parts)));
  await tellOf(step, payout);
  return id;
}

/** Keeps that the processor has sent a payout, once. */
export async function keepMadePayout(step: Step, payout: Payout, processorRef: string): Promise<void> {
  const made = await move(step, payout, { status: 'MADE', processorRef, nextAttemptAt: null });
  if (made) await postEntry(step, about(payout, 'PAYOUT_MADE', step.now, payoutMadeLines(payout.amountMinor)));
}

/** Keeps that the processor refuses a payout for good: it is owed to the payee again, and in the next one. */
export async function keepFailedPayout(step: Step, payout: Payout, reason: string): Promise<void> {
  const failed = await move(step, payout, { status: 'FAILED', lastError: reason.slice(0, 500), nextAttemptAt: null });
  if (failed) await postEntry(step, about(payout, 'PAYOUT_RETURNED', step.now, payoutReturnedLines(payout.payeeId, payout.amountMinor)));
}

/** Keeps that nobody knows whether the processor has sent it: it is asked again with the same key, for as long as it takes. */
export async function keepUnknownPayout({ tx, now }: Step, { id, attempts }: Payout, lastError: string): Promise<void> {
  const nextAttemptAt = new Date(now.getTime() + waitAfter(attempts + 1));
  const data = { attempts: { increment: 1 }, nextAttemptAt, lastError: lastError.slice(0, 500), updatedAt: now };
  await tx.payout.updateMany({ where: { id, status: 'PROMISED' }, data });
}

/** Returns false when it was moved before. */
async function move(step: Step, { id }: Payout, data: Partial<Payout>): Promise<boolean> {
  const { tx, now } = step;
  const { count } = await tx.payout.updateMany({
    where: { id, status: 'PROMISED' },
    data: { ...data, version: { increment: 1 }, updatedAt: now },
  });
  if (count === 0) return false;
  await tellOf(step, await tx.payout.findUniqueOrThrow({ where: { id } }));
  return true;
}

/** Who is told: the person, or the owners of the organisation. */
async function tellOf(step: Step, payout: Payout): Promise<void> {
  const owners = await step.tx.organizationMemberCopy.findMany({
    where: { organizationId: payout.payeeId, role: 'OWNER' },
    select: { userId: true },
    orderBy: { userId: 'asc' },
  });
  const payee = await step.tx.payee.findUniqueOrThrow({ where: { id: payout.payeeId }, select: { isOrganization: true } });
  await step.tell(payoutChanged(payout, payee.isOrganization ? owners.map(({ userId }) => userId) : [payout.payeeId]));
}

const about = (
  { id, currency }: Payout,
  kind: 'PAYOUT' | 'PAYOUT_MADE' | 'PAYOUT_RETURNED' | 'PAYOUT_WITHDRAWN',
  occurredAt: Date,
  lines: ReturnType<typeof payoutMadeLines>,
) => ({
  ...{ kind, orderId: null, refundId: null, referenceId: id, currency, occurredAt, lines },
});
