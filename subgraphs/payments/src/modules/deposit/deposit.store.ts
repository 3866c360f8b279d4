import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Deposit, Order, Prisma, Ticket, TicketTier } from '../../generated/prisma/client';
import { depositChargedLines, depositKeptLines, depositReturnedLines } from '../ledger/ledger-entries';
import { postEntry } from '../ledger/ledger.store';
import { allocate } from '../money/allocate';
import type { OrderWithItems } from '../order/order.types';
import { depositDue, type AskedDeposit } from './deposit-due';
import type { DepositEnd } from './deposit-end';
import { leftOf } from './deposit-sums';

/*
 * Deposits. A row for each place for which one was paid, made when the order is paid; it ends once, under the lock of its order (a trigger and a
 * unique index of the ledger stand behind that). What is held is on an account of its own (DEPOSITS): nobody shares in it.
 */

/** Says what is deposited for places of a tier from now on. */
export async function setDeposit({ tx, now }: Step, tierId: string, asked: AskedDeposit): Promise<void> {
  await tx.ticketTier.update({ where: { id: tierId }, data: { ...asked, version: { increment: 1 }, updatedAt: now } });
}

/** What a buyer deposits for one place of each of these tiers. */
export async function depositsDue({ tx }: Step, userId: string, tiers: readonly TicketTier[]): Promise<Map<string, bigint>> {
  const asking = tiers.filter(({ depositMinor }) => depositMinor > 0n);
  if (asking.length === 0) return new Map();
  const buyer = await tx.personCopy.findUnique({ where: { id: userId }, select: { points: true, reliability: true } });
  return new Map(asking.map((tier) => [tier.id, depositDue(tier, buyer)]));
}

/** With what the deposits of an order came. */
export interface ChargedDeposits {
  /** What of them came before the last payment, and waited. */
  waitedMinor: bigint;
  /** Their part of the processor's fee. */
  feeMinor: bigint;
}

/** Keeps the deposits of an order that was paid just now: one for each of its tickets for which one was charged. */
export async function chargeDeposits(
  step: Step,
  order: OrderWithItems,
  tickets: readonly Pick<Ticket, 'id' | 'tierId'>[],
  { waitedMinor, feeMinor }: ChargedDeposits,
): Promise<void> {
  const { tx, now } = step;
  const { id: orderId, eventId, currency } = order;
  const asked = new Map(order.items.map(({ tierId, depositMinor }) => [tierId, depositMinor]));
  const charged = tickets
    .map(({ id, tierId }) => ({ ticketId: id, amountMinor: asked.get(tierId)! }))
    .filter((one) => one.amountMinor > 0n);
  const fees = allocate(
    feeMinor,
    charged.map(({ amountMinor }) => amountMinor),
  );
  await tx.deposit.createMany({
    data: charged.map((one, index) => ({ id: randomUUID(), orderId, eventId, ...one, feeMinor: fees[index]!, currency, createdAt: now })),
  });
  const lines = depositChargedLines(order.depositMinor, waitedMinor, feeMinor);
  await postEntry(step, { kind: 'DEPOSIT_CHARGED', orderId, refundId: null, currency, occurredAt: now, lines });
}

/** Ends a deposit of a locked order. `refundId`: by what it goes back; `keeperId`: who keeps it. */
export async function endDeposit(
  step: Step,
  deposit: Deposit,
  end: DepositEnd,
  { refundId, keeperId }: { refundId: string | null; keeperId: string },
): Promise<void> {
  const { tx, now } = step;
  const { id, orderId, currency, feeMinor } = deposit;
  await tx.deposit.update({ where: { id }, data: { ...end, refundId, endedAt: now } });
  const left = leftOf(deposit);
  const isKept = end.status === 'KEPT';
  const lines = isKept ? depositKeptLines(left, feeMinor, keeperId) : depositReturnedLines(left);
  const kind = isKept ? ('DEPOSIT_KEPT' as const) : ('DEPOSIT_RETURNED' as const);
  await postEntry(step, { kind, orderId, refundId: null, referenceId: id, currency, occurredAt: now, lines });
}

/** What of the payments of a locked order is deposited, and held or kept: the price of no ticket. */
export async function depositedIn({ tx }: Step, { id: orderId, depositMinor }: Pick<Order, 'id' | 'depositMinor'>): Promise<bigint> {
  if (depositMinor === 0n) return 0n;
  const deposits = await tx.deposit.findMany({ where: { orderId, status: { in: ['HELD', 'KEPT'] } } });
  return deposits.reduce((sum, deposit) => sum + leftOf(deposit), 0n);
}

/** The deposit of a place goes with its ticket, and stays its buyer's. */
export async function passDeposit({ tx }: Step, ticketId: string, toTicketId: string): Promise<void> {
  await tx.deposit.updateMany({ where: { ticketId }, data: { ticketId: toTicketId } });
}

/** Nobody can come with the tickets of who is erased: the job returns their deposits. */
export async function excuseHolder({ tx }: Step, holderId: string): Promise<void> {
  const held: Prisma.DepositWhereInput = { status: 'HELD', ticket: { holderId, status: { in: ['VALID', 'IN_RESALE'] } } };
  await tx.deposit.updateMany({ where: held, data: { excused: true } });
}
