import type { FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { Settings } from '../src/env';
import type { Order, OrderItem, Payment, RevenueShare, SandboxCharge, SandboxIntent, Ticket } from '../src/generated/prisma/client';
import { includedTax, ratesOf, shareRevenue } from '../src/modules/ledger/revenue-share';
import { orderPaid } from '../src/modules/order/order.facts';
import { TicketCodes } from '../src/modules/ticket/ticket-code';
import { sandboxFee } from '../src/ports/sandbox/sandbox-methods';
import type { SeedEvent } from './seed';
import { idFrom, type SeedOrder, type SeedTier } from './seed.plan';

/** The rows that a paid order consists of. */
export interface Sale {
  order: Order;
  items: OrderItem[];
  tickets: Ticket[];
  /** Null for orders that cost nothing. */
  charge: Charge | null;
}

export interface Charge {
  payment: Payment;
  intent: SandboxIntent;
  line: SandboxCharge;
  share: RevenueShare;
}

interface SaleInput {
  events: readonly SeedEvent[];
  tiers: readonly SeedTier[];
  orders: readonly SeedOrder[];
  settings: Settings;
}

const UNTAXED = { taxName: null, taxBasisPoints: null, taxMode: null, taxMinor: 0n, depositMinor: 0n };

/** Works out what checkout and payment would have written for these orders, with ids that follow from theirs. */
export function sellOut({ events, tiers, orders, settings }: SaleInput): Sale[] {
  const eventById = new Map(events.map((event) => [event.id, event]));
  const tierById = new Map(tiers.map((tier) => [tier.id, tier]));
  const codes = new TicketCodes(settings.TICKET_SECRET);
  const unused = {
    refundedMinor: 0n,
    besidesMinor: 0n,
    refundId: null,
    releasedAt: null,
    usedAt: null,
    doorVersion: 0,
    attendeeName: null,
    replacesId: null,
  };
  return orders.map((seeded) => {
    const { eventId, currency } = tierById.get(seeded.items[0]!.tierId)!;
    const times = { createdAt: seeded.paidAt, updatedAt: seeded.paidAt };
    const items = seeded.items.map(({ tierId, quantity }) => {
      const { name, priceMinor } = tierById.get(tierId)!;
      return { orderId: seeded.id, tierId, quantity, tierName: name, unitPriceMinor: BigInt(priceMinor), listPriceMinor: null, ...UNTAXED };
    });
    const totalMinor = items.reduce((sum, { unitPriceMinor, quantity }) => sum + unitPriceMinor * BigInt(quantity), 0n);
    const order: Order = {
      id: seeded.id,
      version: 3,
      userId: seeded.userId,
      eventId,
      status: 'PAID',
      totalMinor,
      refundedMinor: 0n,
      currency,
      expiresAt: seeded.paidAt,
      paidAt: seeded.paidAt,
      boughtStartsAt: eventById.get(eventId)!.startsAt,
      boughtCity: null,
      resaleId: null,
      complimentary: false,
      soldBy: null,
      inNameOf: null,
      payBy: null,
      buyerPays: false,
      missingToldAt: null,
      billTo: null,
      openDisputes: 0,
      inspect: false,
      refundHoursBefore: 0,
      refundSteps: [],
      refundFeeMinor: 0n,
      taxMinor: null,
      depositMinor: 0n,
      ...times,
    };
    const tickets = items.flatMap(({ tierId, quantity, unitPriceMinor }) =>
      Array.from({ length: quantity }, (_, n): Ticket => {
        const id = idFrom('ticket', seeded.id, tierId, n);
        const held = { orderId: seeded.id, eventId, tierId, holderId: seeded.userId, unitPriceMinor };
        return { id, version: 1, ...held, status: 'VALID', codeHash: codes.hashOf(id), ...unused, ...times };
      }),
    );
    return { order, items, tickets, charge: totalMinor > 0n ? chargeOf(order, eventById.get(eventId)!, settings) : null };
  });
}

function chargeOf({ id: orderId, totalMinor, currency, paidAt }: Order, event: SeedEvent, settings: Settings): Charge {
  const at = paidAt!;
  const ref = `pi_${idFrom('intent', orderId).replaceAll('-', '')}`;
  const clientSecret = `${ref}_secret_${idFrom('secret', settings.TICKET_SECRET, orderId)}`;
  const feeMinor = sandboxFee(totalMinor);
  const curatorId = event.curatorId ?? null;
  const tax = includedTax(totalMinor, settings.TAX_BASIS_POINTS);
  const parts = shareRevenue({ total: totalMinor, processing: feeMinor, tax, hasCurator: curatorId !== null }, ratesOf(settings, false));
  return {
    payment: {
      id: idFrom('payment', orderId),
      version: 3,
      orderId,
      status: 'SUCCEEDED',
      amountMinor: totalMinor,
      refundedMinor: 0n,
      feeMinor,
      currency,
      processor: 'sandbox',
      processorRef: ref,
      clientSecret,
      capturedAt: at,
      nextCheckAt: null,
      disputedMinor: 0n,
      position: 0,
      supersededAt: null,
      payerId: null,
      waitingSince: null,
      createdAt: at,
      updatedAt: at,
    },
    intent: {
      id: ref,
      amountMinor: totalMinor,
      currency,
      status: 'SUCCEEDED',
      clientSecret,
      declineCode: null,
      declineReason: null,
      settlesAt: null,
    },
    line: { id: `ch_${ref.slice(3)}`, intentId: ref, amountMinor: totalMinor, feeMinor, createdAt: at },
    share: {
      orderId,
      currency,
      totalMinor,
      platformMinor: parts.platform,
      creatorMinor: parts.creator,
      curatorMinor: parts.curator,
      processingMinor: parts.processing,
      taxMinor: parts.tax,
      creatorId: event.creatorId,
      curatorId,
    },
  };
}

/** The fact that checkout and payment would have told. */
export const factOf = ({ order, items, tickets }: Sale): FactOf<Topics> => ({
  ...orderPaid({ ...order, items }, tickets, order.paidAt!),
  headers: { correlationId: 'seed' },
  occurredAt: order.paidAt!,
});
