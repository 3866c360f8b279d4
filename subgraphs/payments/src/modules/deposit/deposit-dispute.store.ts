import type { Step } from '../../context';
import type { Dispute, Order } from '../../generated/prisma/client';
import { payeeOf } from '../event/event-rights';
import { depositLostLines } from '../ledger/ledger-entries';
import { postEntry } from '../ledger/ledger.store';
import { leftOf } from './deposit-sums';

/*
 * What banks call back of deposits. Meanwhile none of the order ends, so what is held when a dispute opens is held when it closes. What the shares
 * of the order do not cover is called back of deposits: first of those that are held, then of those that the organiser has kept.
 */

/** Takes note of what a dispute calls back of the deposits of a locked order, at most `amount`. Returns what of it was held. */
export async function callBackDeposits({ tx }: Step, order: Order, disputeId: string, amount: bigint): Promise<bigint> {
  if (order.depositMinor === 0n || amount <= 0n) return 0n;
  const deposits = await tx.deposit.findMany({
    where: { orderId: order.id, status: { in: ['HELD', 'KEPT'] } },
    orderBy: [{ status: 'asc' }, { id: 'asc' }],
  });
  let rest = amount;
  let held = 0n;
  for (const deposit of deposits) {
    const left = leftOf(deposit);
    const amountMinor = rest < left ? rest : left;
    if (amountMinor === 0n) continue;
    rest -= amountMinor;
    if (deposit.status === 'HELD') held += amountMinor;
    await tx.deposit.update({ where: { id: deposit.id }, data: { calledBackMinor: { increment: amountMinor } } });
    await tx.disputedDeposit.create({ data: { disputeId, depositId: deposit.id, amountMinor } });
  }
  return held;
}

/** Who sold a place for which nothing but a deposit was paid; null of an order that has none. */
export async function sellerOfDeposits({ tx }: Step, orderId: string): Promise<string | null> {
  const { depositMinor, paidAt, eventId } = await tx.order.findUniqueOrThrow({ where: { id: orderId } });
  if (depositMinor === 0n || paidAt === null) return null;
  return payeeOf(await tx.eventCopy.findUniqueOrThrow({ where: { id: eventId } }));
}

/** The dispute was won: they are as they were. */
export async function releaseCalledBack({ tx }: Step, disputeId: string): Promise<void> {
  for (const { depositId: id, amountMinor } of await tx.disputedDeposit.findMany({ where: { disputeId } }))
    await tx.deposit.update({ where: { id }, data: { calledBackMinor: { decrement: amountMinor } } });
  await tx.disputedDeposit.deleteMany({ where: { disputeId } });
}

/** It was lost: what is called back whole has ended, and what had been kept is the organiser's loss. */
export async function loseCalledBack(step: Step, { id: disputeId, orderId, currency }: Dispute): Promise<void> {
  const { tx, now } = step;
  const called = await tx.disputedDeposit.findMany({ where: { disputeId }, include: { deposit: true }, orderBy: { depositId: 'asc' } });
  const whole = called.filter(({ deposit }) => deposit.status === 'HELD' && leftOf(deposit) === 0n).map(({ depositId }) => depositId);
  if (whole.length > 0)
    await tx.deposit.updateMany({ where: { id: { in: whole } }, data: { status: 'RETURNED', reason: 'CALLED_BACK', endedAt: now } });
  const kept = called.filter(({ deposit }) => deposit.status === 'KEPT');
  if (kept.length === 0) return;
  // To whom it was posted, under the pseudonym that they may have by now.
  const entry = { kind: 'DEPOSIT_KEPT' as const, referenceId: kept[0]!.depositId };
  const posting = await tx.ledgerPosting.findFirst({
    where: { entry, account: { kind: 'CREATOR_PAYABLE' } },
    select: { account: { select: { ownerId: true } } },
  });
  if (!posting) return;
  const amount = kept.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const lines = depositLostLines(amount, posting.account.ownerId!);
  await postEntry(step, { kind: 'DEPOSIT_LOST', orderId, refundId: null, referenceId: disputeId, currency, occurredAt: now, lines });
}

/** The tickets of an order whose deposits a bank has called back whole, for good. */
export async function ticketsCalledBack({ tx }: Step, orderId: string): Promise<Set<string>> {
  const deposits = await tx.deposit.findMany({ where: { orderId, reason: 'CALLED_BACK' }, select: { ticketId: true } });
  return new Set(deposits.map(({ ticketId }) => ticketId));
}
