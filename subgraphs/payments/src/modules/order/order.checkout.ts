import { randomUUID } from 'node:crypto';
import { invalidInput, notFound, once, type Clock, type Viewer } from '@marquee/platform';
import type { Cause } from '../../cause';
import { CONNECTION_WAIT_MS, type Database, type Tx } from '../../db';
import type { TicketTier } from '../../generated/prisma/client';
import { closedReason } from '../event/event.access';
import { salesClosed } from '../event/event.closed';
import type { LockEvent } from '../event/event.lock';
import { findShort, soldOut, type Places, type Stock } from '../tier/tier.places';
import type { Fulfilment } from './order.fulfilment';
import type { Holds } from './order.holds';
import type { CheckoutInput } from './order.input';

export interface CheckoutParts {
  db: Database;
  places: Places;
  holds: Holds;
  fulfilment: Fulfilment;
  lockEvent: LockEvent;
  processorName: string;
  holdMs: number;
  clock: Clock;
  viewer: Viewer;
  cause: Cause;
  /** May the viewer see the event? */
  maySee: (eventId: string) => Promise<boolean>;
}

type Items = CheckoutInput['items'];

/** Takes places for an order and keeps them; an order that costs nothing is paid on the spot. */
export class Checkout {
  constructor(private readonly parts: CheckoutParts) {}

  /** Answers the order's id. */
  async place({ items, idempotencyKey }: CheckoutInput): Promise<string> {
    const { db, viewer } = this.parts;
    await this.lookAhead(items);
    const request = { principal: viewer.id, operation: 'checkout', key: idempotencyKey, args: { items } };
    return db.transaction((tx) => once(tx, request, () => this.order(tx, items)), { maxWaitMs: CONNECTION_WAIT_MS });
  }

  /**
   * What needs no lock, before the transaction: a transaction that asks for a second connection can starve the pool. When there are too
   * few places, those whose hold has ended are freed here, so that nobody waits for the job.
   */
  private async lookAhead(items: Items): Promise<void> {
    const { db, holds, maySee } = this.parts;
    const ids = items.map(({ tierId }) => tierId);
    const tiers = await db.prisma.ticketTier.findMany({ where: { id: { in: ids } } });
    const visible = await Promise.all(tiers.map(({ eventId }) => maySee(eventId)));
    if (tiers.length < ids.length || visible.includes(false)) throw notFound('The ticket tier');
    if (new Set(tiers.map(({ eventId }) => eventId)).size > 1) throw invalidInput('items', 'must be tickets of one event');
    if (findShort(items, tiers.map(stockOf))) await db.transaction((tx) => holds.expire(tx, ids), { maxWaitMs: CONNECTION_WAIT_MS });
  }

  private async order(tx: Tx, items: Items): Promise<string> {
    const { clock, places, fulfilment, cause } = this.parts;
    const found = await tx.ticketTier.findMany({ where: { id: { in: items.map(({ tierId }) => tierId) } } });
    const tiers = new Map(found.map((tier) => [tier.id, tier]));
    await this.admit(tx, found);
    // Without the lock this may be out of date, but then it is too full rather than too empty; refusing here spares the tier's lock.
    const short = findShort(items, found.map(stockOf));
    if (short) throw soldOut(short);
    const now = clock.now();
    const { id, total } = await this.insert(tx, items, tiers, now);
    // The lock is taken last: nothing slow happens while everybody else waits for it.
    if (total > 0n) await places.hold(tx, items);
    else {
      const order = await tx.order.findUniqueOrThrow({ where: { id }, include: { items: true } });
      await fulfilment.complete(tx, order, 0n, cause);
      await places.sell(tx, items);
    }
    return id;
  }

  private async admit(tx: Tx, tiers: readonly TicketTier[]): Promise<void> {
    const event = await this.parts.lockEvent(tx, tiers[0]!.eventId);
    if (!event) throw notFound('The ticket tier');
    const closed = closedReason(event, this.parts.clock.now());
    if (closed) throw salesClosed(closed);
    if (tiers.some(({ onSale }) => !onSale)) throw salesClosed('TIER_CLOSED');
  }

  private async insert(tx: Tx, items: Items, tiers: Map<string, TicketTier>, now: Date): Promise<{ id: string; total: bigint }> {
    const { viewer, holdMs, processorName } = this.parts;
    const lines = items.map(({ tierId, quantity }) => {
      const { name, priceMinor } = tiers.get(tierId)!;
      return { tierId, quantity, tierName: name, unitPriceMinor: priceMinor };
    });
    const total = lines.reduce((sum, { unitPriceMinor, quantity }) => sum + unitPriceMinor * BigInt(quantity), 0n);
    const { eventId, currency } = tiers.get(items[0]!.tierId)!;
    const id = randomUUID();
    const times = { createdAt: now, updatedAt: now };
    await tx.order.create({
      data: {
        id,
        userId: viewer.id,
        eventId,
        status: 'PENDING',
        totalMinor: total,
        currency,
        expiresAt: new Date(now.getTime() + holdMs),
        ...times,
      },
    });
    await tx.orderItem.createMany({ data: lines.map((item) => ({ orderId: id, ...item })) });
    if (total > 0n) {
      await tx.payment.create({
        data: {
          id: randomUUID(),
          orderId: id,
          status: 'REQUIRES_METHOD',
          amountMinor: total,
          currency,
          processor: processorName,
          ...times,
        },
      });
    }
    return { id, total };
  }
}

const stockOf = ({ id, name, quantity, sold, held }: TicketTier): Stock => ({ id, name, free: quantity - sold - held });
