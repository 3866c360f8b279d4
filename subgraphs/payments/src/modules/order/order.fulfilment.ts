import { randomUUID } from 'node:crypto';
import type { Clock } from '@marquee/platform';
import type { Cause } from '../../cause';
import type { Tx } from '../../db';
import type { Ticket } from '../../generated/prisma/client';
import { outbox } from '../../outbox';
import type { Book } from '../ledger/ledger.book';
import { paymentLines } from '../ledger/ledger.entries';
import { includedTax, shareRevenue, type ShareRates } from '../ledger/revenue-share';
import { money } from '../money/money';
import type { TicketCodes } from '../ticket/ticket.code';
import type { OrderWithItems } from './order.lock';
import { step } from './order.status';

export interface FulfilmentParts {
  book: Book;
  codes: TicketCodes;
  rates: ShareRates & { taxBasisPoints: bigint };
  clock: Clock;
}

/** Makes an order the buyer's: tickets, shares, ledger and the fact, in the transaction in which its places were sold. */
export class Fulfilment {
  constructor(private readonly parts: FulfilmentParts) {}

  async complete(tx: Tx, order: OrderWithItems, feeMinor: bigint, cause: Cause): Promise<void> {
    const now = this.parts.clock.now();
    const tickets = this.issue(order, now);
    await tx.order.update({
      where: { id: order.id },
      data: { status: step(order.status, 'PAID'), paidAt: now, version: { increment: 1 }, updatedAt: now },
    });
    await tx.ticket.createMany({ data: tickets });
    if (order.totalMinor > 0n) await this.share(tx, order, feeMinor, now);
    await outbox.append(tx, {
      topic: 'order.paid',
      key: order.id,
      payload: {
        orderId: order.id,
        version: order.version + 1,
        userId: order.userId,
        eventId: order.eventId,
        total: money(order.totalMinor, order.currency),
        tickets: tickets.map(({ id, tierId, codeHash }) => ({
          ticketId: id,
          tierId,
          tierName: order.items.find((item) => item.tierId === tierId)!.tierName,
          codeHash,
        })),
        paidAt: now.toISOString(),
      },
      headers: { correlationId: cause.correlationId },
    });
  }

  private issue(order: OrderWithItems, now: Date): Omit<Ticket, 'version' | 'refundId'>[] {
    return order.items.flatMap((item) =>
      Array.from({ length: item.quantity }, () => {
        const id = randomUUID();
        return {
          id,
          orderId: order.id,
          eventId: order.eventId,
          tierId: item.tierId,
          userId: order.userId,
          status: 'VALID' as const,
          unitPriceMinor: item.unitPriceMinor,
          codeHash: this.parts.codes.hashOf(id),
          createdAt: now,
          updatedAt: now,
        };
      }),
    );
  }

  private async share(tx: Tx, order: OrderWithItems, processing: bigint, now: Date): Promise<void> {
    const { rates, book } = this.parts;
    const { creatorId } = await tx.event.findUniqueOrThrow({ where: { id: order.eventId } });
    const curatorId = (await tx.eventCurator.findUnique({ where: { eventId: order.eventId } }))?.curatorId ?? null;
    const tax = includedTax(order.totalMinor, rates.taxBasisPoints);
    const shares = shareRevenue({ total: order.totalMinor, processing, tax, hasCurator: curatorId !== null }, rates);
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
    await book.post(tx, {
      kind: 'PAYMENT',
      orderId: order.id,
      refundId: null,
      currency: order.currency,
      occurredAt: now,
      lines: paymentLines(order.totalMinor, shares, { creatorId, curatorId }),
    });
  }
}
