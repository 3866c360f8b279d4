import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Dispute, Order, Payment, Ticket } from '../../generated/prisma/client';
import type { DisputeState } from '../../ports/processor';
import { issueLossNote } from '../document/document.store';
import { teamOf } from '../event/event-rights';
import { callBackDeposits, loseCalledBack, releaseCalledBack, sellerOfDeposits, ticketsCalledBack } from '../deposit/deposit-dispute.store';
import { endResalesOf } from '../hold/hold.store';
import { disputeFrozenLines, disputeLostLines, disputeMovedLines } from '../ledger/ledger-entries';
import { takenOf } from '../ledger/ledger.sql';
import { leftOfShare, postEntry, postMirror } from '../ledger/ledger.store';
import { reverseShare, totalOf, type Shares } from '../ledger/revenue-share';
import { hasTickets } from '../order/order-status';
import { lockOrder } from '../order/order.store';
import { settleDepositsOf } from '../refund/refund-deposit.store';
import { settleRequestsOf } from '../refund/refund-door.store';
import { leftOf } from '../refund/refund-terms';
import { revokeTickets } from '../refund/refund.store';
import { endOffersOf } from '../transfer/transfer.store';
import { askAgainAfter, isOpenDispute } from './dispute-open';
import { disputeChanged } from './dispute.facts';

/*
 * Disputes. Everything about one happens under its order's lock: refunds, transfers and resales of the order look at `openDisputes` there. What
 * the processor says is taken in as it is then, and only what is new of it is posted: late, doubled and disordered notices end alike.
 */

/** Takes in what the processor says of a dispute, the first time or again. `sendsNotices`: whether the processor tells of changes. */
export async function takeDisputeIn(
  step: Step,
  { id: paymentId, orderId }: Pick<Payment, 'id' | 'orderId'>,
  state: DisputeState,
  sendsNotices: boolean,
): Promise<Dispute> {
  const { tx, now } = step;
  const order = await lockOrder(step, orderId);
  const known = await tx.dispute.findUnique({ where: { processorRef: state.ref } });
  const before = known ?? (await openDispute(step, order, await tx.payment.findUniqueOrThrow({ where: { id: paymentId } }), state));
  // What is decided stays decided, whatever an older answer says.
  const status = isOpenDispute(before.status) ? state.status : before.status;
  const rounds = await postMoves(step, before, state);
  const after = askAgainAfter({ status, takenMinor: state.takenMinor }, sendsNotices);
  const isNews = !known || status !== known.status || rounds > 0;
  const dispute = await tx.dispute.update({
    where: { id: before.id },
    data: {
      ...{ status, takenMinor: state.takenMinor, feeMinor: state.feeMinor, respondBy: state.respondBy, rounds: { increment: rounds } },
      ...{ nextCheckAt: after === null ? null : new Date(now.getTime() + after), updatedAt: now },
      ...(isNews && known ? { version: { increment: 1 } } : {}),
    },
  });
  if (isOpenDispute(before.status) && !isOpenDispute(status)) await closeDispute(step, dispute);
  if (!known || status !== known.status) await tell(step, dispute);
  return dispute;
}

/** Keeps the organiser's answer, once; it is sent afterwards. */
export async function keepEvidence({ tx, now }: Step, id: string, evidence: string): Promise<void> {
  await tx.dispute.update({
    where: { id },
    data: { evidence, evidenceAt: now, nextCheckAt: now, version: { increment: 1 }, updatedAt: now },
  });
}

export async function keepEvidenceSent({ tx, now }: Step, id: string): Promise<void> {
  await tx.dispute.updateMany({ where: { id, evidenceSentAt: null }, data: { evidenceSentAt: now } });
}

/** Sets aside the shares in what is called back, and keeps its tickets where they are. */
async function openDispute(step: Step, order: Order, payment: Payment, state: DisputeState): Promise<Dispute> {
  const { tx, now } = step;
  const { ref: processorRef, reason, amountMinor } = state;
  const { id: paymentId, orderId, processor, currency } = payment;
  const dispute = await tx.dispute.create({
    data: {
      ...{ id: randomUUID(), paymentId, orderId, eventId: order.eventId, processor, processorRef, status: 'NEEDS_RESPONSE' },
      ...{ reason: reason.slice(0, 200), amountMinor, currency, createdAt: now, updatedAt: now },
    },
  });
  // What was given back already is not called back once more from those who shared in it.
  const left = payment.amountMinor - payment.refundedMinor - payment.disputedMinor;
  const disputedMinor = amountMinor < left ? amountMinor : left;
  await tx.payment.update({ where: { id: paymentId }, data: { disputedMinor: { increment: disputedMinor } } });
  await tx.order.update({ where: { id: orderId }, data: { openDisputes: { increment: 1 }, version: { increment: 1 }, updatedAt: now } });
  const share = await tx.revenueShare.findUnique({ where: { orderId } });
  const shares = share ? await leftOfShare(step, share) : NOTHING;
  const total = totalOf(shares);
  const ofShares = disputedMinor < total ? disputedMinor : total;
  const taken = reverseShare(ofShares, shares);
  const ofDeposits = await callBackDeposits(step, order, dispute.id, disputedMinor - ofShares);
  const lines = disputeFrozenLines(amountMinor, taken, share ?? { creatorId: '', curatorId: null }, ofDeposits);
  await postEntry(step, entryOf(dispute, 'DISPUTE_FROZEN', now, lines));
  const tickets = await tx.ticket.findMany({ where: { orderId }, select: { id: true, status: true } });
  const ticketIds = tickets.map(({ id }) => id);
  await endOffersOf(step, { ticketId: { in: ticketIds } });
  await endResalesOf(
    step,
    tickets.filter(({ status }) => status !== 'IN_RESALE').map(({ id }) => id),
  );
  return dispute;
}

/** Posts what the processor took, or gave back, since it was last asked. Returns how many entries that makes. */
async function postMoves(step: Step, dispute: Dispute, { takenMinor, feeMinor }: DisputeState): Promise<number> {
  const lines = disputeMovedLines(takenMinor - dispute.takenMinor, feeMinor - dispute.feeMinor, dispute.status === 'LOST');
  if (lines.length === 0) return 0;
  await postEntry(step, { ...entryOf(dispute, 'DISPUTE_MOVED', step.now, lines), round: dispute.rounds });
  return 1;
}

async function closeDispute(step: Step, dispute: Dispute): Promise<void> {
  const { tx, now } = step;
  const { id, paymentId, orderId, amountMinor, takenMinor, feeMinor } = dispute;
  await tx.order.update({ where: { id: orderId }, data: { openDisputes: { decrement: 1 }, version: { increment: 1 }, updatedAt: now } });
  if (dispute.status === 'WON') {
    await postMirror(step, 'DISPUTE_FROZEN', { kind: 'DISPUTE_RELEASED', orderId, referenceId: id });
    await releaseCalledBack(step, id);
    await tx.payment.update({ where: { id: paymentId }, data: { disputedMinor: await disputedBesides(step, dispute) } });
  } else {
    const share = await tx.revenueShare.findUnique({ where: { orderId } });
    const [fee] = await tx.$queryRaw<{ amount: bigint }[]>(takenOf('DISPUTE_FROZEN', id, 'PROCESSING_FEES'));
    const sellerId = share?.creatorId ?? (await sellerOfDeposits(step, orderId));
    const costs = { feePart: fee!.amount, price: feeMinor, untaken: amountMinor - takenMinor };
    await postEntry(step, entryOf(dispute, 'DISPUTE_LOST', now, disputeLostLines(costs, sellerId)));
    await loseCalledBack(step, dispute);
    await revokeCovered(step, dispute);
  }
  // What waited for the end of the dispute goes on: tickets that the door has released, an event that was called off.
  await settleRequestsOf(step, orderId);
  await settleDepositsOf(step, orderId);
  const event = await tx.eventCopy.findUnique({ where: { id: dispute.eventId }, select: { status: true } });
  if (event?.status === 'CANCELLED')
    await tx.eventRefundRun.updateMany({ where: { eventId: dispute.eventId }, data: { finishedAt: null } });
  if (dispute.status === 'LOST') await issueLossNote(step, await tx.order.findUniqueOrThrow({ where: { id: orderId } }), id);
}

/** What other disputes of the payment call back, or called back for good: all but this one. */
async function disputedBesides({ tx }: Step, { id, paymentId }: Dispute): Promise<bigint> {
  const payment = await tx.payment.findUniqueOrThrow({ where: { id: paymentId }, include: { disputes: true } });
  const others = payment.disputes.filter((other) => other.id !== id && other.status !== 'WON');
  const amount = others.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const most = payment.amountMinor - payment.refundedMinor;
  return amount < most ? amount : most;
}

/**
 * Takes back what was not used of an order whose money is the buyer's again, where that covers what is left of its tickets. Of places for which
 * a deposit alone was paid, those whose deposit is the buyer's again: another card may have paid the others.
 */
async function revokeCovered(step: Step, { orderId, amountMinor }: Dispute): Promise<void> {
  const order = await lockOrder(step, orderId);
  if (!hasTickets(order.status)) return;
  const left = await step.tx.ticket.findMany({ where: { orderId, status: { in: ['VALID', 'USED', 'IN_RESALE'] } } });
  const worth = worthOf(left);
  const isBack = worth === 0n && order.depositMinor > 0n ? await ticketsCalledBack(step, orderId) : null;
  const unused = left.filter(({ id, status }) => status !== 'USED' && (isBack?.has(id) ?? true));
  if (unused.length > 0 && amountMinor >= worth) await revokeTickets(step, order, unused, amountMinor);
}

const worthOf = (tickets: readonly Ticket[]): bigint => tickets.reduce((sum, ticket) => sum + leftOf(ticket), 0n);

/** Who is told: the people who may sell the event's tickets. */
async function tell(step: Step, dispute: Dispute): Promise<void> {
  const event = await step.tx.eventCopy.findUniqueOrThrow({ where: { id: dispute.eventId } });
  const { creatorId, organizationId, team } = teamOf(event);
  const members = organizationId
    ? await step.tx.organizationMemberCopy.findMany({
        where: { organizationId, role: { in: ['OWNER', 'MANAGER'] } },
        select: { userId: true },
        orderBy: { userId: 'asc' },
      })
    : [{ userId: creatorId }];
  const sellers = team.filter(({ role }) => role === 'OWNER' || role === 'BOX_OFFICE');
  const userIds = [...new Set([...members, ...sellers].map(({ userId }) => userId))];
  await step.tell(disputeChanged(dispute, userIds));
}

const NOTHING: Shares = { platform: 0n, creator: 0n, curator: 0n, processing: 0n, tax: 0n };

const entryOf = (
  { id: referenceId, orderId, currency }: Dispute,
  kind: 'DISPUTE_FROZEN' | 'DISPUTE_MOVED' | 'DISPUTE_LOST',
  occurredAt: Date,
  lines: ReturnType<typeof disputeMovedLines>,
) => ({ kind, orderId, refundId: null, referenceId, currency, occurredAt, lines });
