import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Ticket } from '../../generated/prisma/client';
import { issueInvoice } from '../document/document.store';
import { payeeOf } from '../event/event-rights';
import { paymentLines } from '../ledger/ledger-entries';
import { postEntry } from '../ledger/ledger.store';
import { includedTax, ratesOf, shareRevenue } from '../ledger/revenue-share';
import { pricesOfPlaces } from '../tax/tax';
import { orderPaid } from './order.facts';
import { moveOrder } from './order.store';
import type { OrderWithItems } from './order.types';

/** By what an order is paid. */
export interface Paid {
  /** The one that came last; posted with it. */
  paymentId: string;
  /** Of all its payments. */
  feeMinor: bigint;
  /** What came before, and waited. */
  waitedMinor: bigint;
}

/** Makes a locked order the buyer's: tickets, shares, ledger and the fact, in the transaction in which its places are sold. `paid`: null where it costs nothing. */
export async function completeOrder(step: Step, order: OrderWithItems, paid: Paid | null): Promise<void> {
  const { tx, now } = step;
  const tickets = ticketsFor(step, order);
  await moveOrder(step, order, 'PAID', { paidAt: now });
  await tx.ticket.createMany({ data: tickets });
  if (paid) await issueInvoice(step, order, await shareOut(step, order, paid));
  await step.tell(orderPaid({ ...order, version: order.version + 1 }, tickets, now));
}

const ticketsFor = (
  { now, kept }: Step,
  order: OrderWithItems,
): Omit<
  Ticket,
  'version' | 'refundedMinor' | 'besidesMinor' | 'refundId' | 'releasedAt' | 'usedAt' | 'doorVersion' | 'attendeeName' | 'replacesId'
>[] =>
  order.items.flatMap((item) =>
    pricesOfPlaces(item).map((unitPriceMinor) => {
      const id = randomUUID();
      return {
        id,
        orderId: order.id,
        eventId: order.eventId,
        tierId: item.tierId,
        holderId: order.userId,
        status: 'VALID' as const,
        unitPriceMinor,
        codeHash: kept.ticketCodes.hashOf(id),
        createdAt: now,
        updatedAt: now,
      };
    }),
  );

/** Returns whose sale it is. */
async function shareOut(step: Step, order: OrderWithItems, { paymentId, feeMinor: processing, waitedMinor }: Paid): Promise<string> {
  const { tx, now, kept } = step;
  const creatorId = payeeOf(await tx.eventCopy.findUniqueOrThrow({ where: { id: order.eventId } }));
  const curatorId = (await tx.curationCopy.findUnique({ where: { eventId: order.eventId } }))?.curatorId ?? null;
  // Of orders that are older than what is kept of their taxes.
  const tax = order.taxMinor ?? includedTax(order.totalMinor, kept.settings.TAX_BASIS_POINTS);
  const shares = shareRevenue({ total: order.totalMinor, processing, tax, hasCurator: curatorId !== null }, ratesOf(kept.settings));
  await tx.revenueShare.create({
    data: {
      orderId: order.id,
      currency: order.currency,
      totalMinor: order.totalMinor,
      platformMinor: shares.platform,
      creatorMinor: shares.creator,
      curatorMinor: shares.curator,
      processingMinor: shares.processing,
      taxMinor: shares.tax,
      creatorId,
      curatorId,
    },
  });
  await postEntry(step, {
    kind: 'PAYMENT',
    orderId: order.id,
    refundId: null,
    referenceId: paymentId,
    currency: order.currency,
    occurredAt: now,
    lines: paymentLines(order.totalMinor, shares, { creatorId, curatorId }, waitedMinor),
  });
  return creatorId;
}
