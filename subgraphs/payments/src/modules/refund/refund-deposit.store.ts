import type { Step } from '../../context';
import type { Deposit, Order, Refund } from '../../generated/prisma/client';
import { endOf, keptAfterHours, keptFrom, type DepositEnd } from '../deposit/deposit-end';
import { leftOf } from '../deposit/deposit-sums';
import { depositEnded } from '../deposit/deposit.facts';
import { endDeposit } from '../deposit/deposit.store';
import { payeeOf } from '../event/event-rights';
import { lockEvent } from '../event/event.store';
import { lockOrder } from '../order/order.store';
import { divideDeposits, recordRefund } from './refund-record.store';

/** A deposit, and how it ends now. */
interface Ending {
  deposit: Deposit;
  end: DepositEnd;
}

const REASON = 'The deposit goes back.';

/**
 * Ends those deposits of a locked order about which is decided by now: what is returned is promised back with it, in the same transaction. While the
 * bank of the buyer calls a payment of the order back nothing ends; when that is over this is asked again.
 */
export async function settleDeposits(step: Step, { id: orderId, depositMinor, openDisputes }: Order): Promise<void> {
  if (depositMinor === 0n || openDisputes > 0) return;
  const held = await step.tx.deposit.findMany({ where: { orderId, status: 'HELD' }, include: { ticket: true }, orderBy: { id: 'asc' } });
  if (held.length === 0) return;
  const order = await step.tx.order.findUniqueOrThrow({ where: { id: orderId } });
  const event = await lockEvent(step, order.eventId);
  const isOver = event !== null && keptFrom(event.endsAt, keptAfterHours(step.kept.settings)) <= step.now;
  const when = { isOver, wasOpened: isOver && (await wasOpened(step, order.eventId)) };
  const endings = held.flatMap((deposit): Ending[] => {
    const end = endOf(deposit, event, when);
    return end ? [{ deposit, end }] : [];
  });
  if (endings.length === 0) return;
  const returned = endings.filter(({ end }) => end.status === 'RETURNED');
  const refund = await promiseDeposits(step, order, sumOf(returned));
  const keeperId = event ? payeeOf(event) : '';
  for (const { deposit, end } of endings)
    await endDeposit(step, deposit, end, { refundId: end.status === 'RETURNED' ? (refund?.id ?? null) : null, keeperId });
  const settled = await step.tx.order.update({ where: { id: orderId }, data: { version: { increment: 1 }, updatedAt: step.now } });
  for (const alike of grouped(endings))
    await step.tell(depositEnded(settled, alike[0]!.end, { amount: sumOf(alike), deposits: alike.length }, step.now));
}

/** The same of an order that is not locked yet. */
export const settleDepositsOf = async (step: Step, orderId: string): Promise<void> => settleDeposits(step, await lockOrder(step, orderId));

/** Promises deposits of a locked order back: a refund of each payment. Returns the first. */
async function promiseDeposits(step: Step, order: Order, amount: bigint): Promise<Refund | null> {
  let first: Refund | null = null;
  for (const part of await divideDeposits(step, order.id, amount)) {
    const refund = await recordRefund(step, order, { ...part, reason: REASON, isDeposit: true });
    first ??= refund;
  }
  return first;
}

/** Was anybody checked in with a ticket of the event? Where not, nobody knows who came. */
const wasOpened = async ({ tx }: Step, eventId: string): Promise<boolean> =>
  (await tx.ticket.findFirst({ where: { eventId, usedAt: { not: null } }, select: { id: true } })) !== null;

const sumOf = (endings: readonly Ending[]): bigint => endings.reduce((sum, { deposit }) => sum + leftOf(deposit), 0n);

/** Those that end for the same reason together. */
const grouped = (endings: readonly Ending[]): Ending[][] =>
  [...new Set(endings.map(({ end }) => end.reason))].map((reason) => endings.filter(({ end }) => end.reason === reason));
