import { randomUUID } from 'node:crypto';
import { entitlementsOf } from '@marquee/schema/rules/plans';
import type { Step } from '../../context';
import type { Ticket } from '../../generated/prisma/client';
import { issueInvoice } from '../document/document.store';
import { chargeDeposits } from '../deposit/deposit.store';
import { payeeOf } from '../event/event-rights';
import { holderOf, paymentLines } from '../ledger/ledger-entries';
import { postEntry } from '../ledger/ledger.store';
import { includedTax, ratesOf, shareRevenue } from '../ledger/revenue-share';
import { allocate } from '../money/allocate';
import { planOf } from '../plan/plan.store';
import { pricesOfPlaces } from '../tax/tax';
import { orderPaid } from './order.facts';
import { moveOrder } from './order.store';
import type { OrderWithItems } from './order.types';

/** By what an order is paid. */
export interface Paid {
  /** The one that came last; posted with it. Null where all of them had waited, and were posted as they came. */
  paymentId: string | null;
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
  if (paid) await spend(step, order, tickets, paid);
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

/** What is deposited is nobody's; the rest is shared out. What waited, and the processor's fee, is divided between both. */
async function spend(step: Step, order: OrderWithItems, tickets: readonly Pick<Ticket, 'id' | 'tierId'>[], paid: Paid): Promise<void> {
  const event = await step.tx.eventCopy.findUniqueOrThrow({ where: { id: order.eventId } });
  const sellerId = payeeOf(event);
  const price = order.totalMinor - order.depositMinor;
  const [feeOfPrice, feeOfDeposits] = allocate(paid.feeMinor, [price, order.depositMinor]) as [bigint, bigint];
  const waitedOfPrice = paid.waitedMinor < price ? paid.waitedMinor : price;
  if (price > 0n)
    await shareOut(
      step,
      order,
      { ...paid, feeMinor: feeOfPrice, waitedMinor: waitedOfPrice },
      { price, creatorId: sellerId, madeBy: event.creatorId },
    );
  if (order.depositMinor > 0n)
    await chargeDeposits(step, order, tickets, { feeMinor: feeOfDeposits, waitedMinor: paid.waitedMinor - waitedOfPrice });
  await issueInvoice(step, order, sellerId, event);
}

async function shareOut(
  step: Step,
  order: OrderWithItems,
  { paymentId, feeMinor: processing, waitedMinor }: Paid,
  { price, creatorId, madeBy }: { price: bigint; creatorId: string; madeBy: string },
): Promise<void> {
  const { tx, now, kept } = step;
  const curatorId = (await tx.curationCopy.findUnique({ where: { eventId: order.eventId } }))?.curatorId ?? null;
  // Of orders that are older than what is kept of their taxes.
  const tax = order.taxMinor ?? includedTax(price, kept.settings.TAX_BASIS_POINTS);
  const { lowerShare } = entitlementsOf(await planOf(step, madeBy));
  const shares = shareRevenue({ total: price, processing, tax, hasCurator: curatorId !== null }, ratesOf(kept.settings, lowerShare));
  await tx.revenueShare.create({
    data: {
      orderId: order.id,
      currency: order.currency,
      totalMinor: price,
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
    ...(paymentId === null ? {} : { referenceId: paymentId }),
    currency: order.currency,
    occurredAt: now,
    lines: paymentLines(price, shares, { creatorId, curatorId }, waitedMinor, holderOf(order, creatorId)),
  });
}
