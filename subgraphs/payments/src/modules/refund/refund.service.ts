import { conflict, invalidInput, lookUntil, notFound, type Connection, type PageArguments } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context, Step } from '../../context';
import type { EventCopy, Order, Refund } from '../../generated/prisma/client';
import { hasRightNow, holdRight } from '../event/event-rights.store';
import { hasTickets } from '../order/order-status';
import type { OrderService } from '../order/order.service';
import { lockOrder } from '../order/order.store';
import { LEFT } from '../ticket/ticket-status';
import { doorDecides } from '../event/door-window';
import { askDoorOf, requestReturn } from './refund-door.store';
import { refundableUntil, refundTerms, termsAt, type Bought, type TermUntil } from './refund-right';
import { IN_FULL, stepsOf, type RefundTerms } from './refund-terms';
import { pickTickets } from './refund-tickets';
import type { RefundOrder, RetryRefund } from './refund.input';
import { countFailedRefunds, failedRefunds, latestFailedFirst } from './refund.sql';
import { disputed, givenAway, notRefundable, ticketUsed, tooLateToRefund } from './refund.refusals';
import { priceOf, promiseAgain, promiseRefund } from './refund.store';

export class RefundService {
  constructor(
    private readonly ctx: Context,
    private readonly orders: OrderService,
  ) {}

  async refund(input: RefundOrder): Promise<{ order: Order; refund: Refund | null }> {
    const { kept, caller } = this.ctx;
    await this.orders.require(input.orderId);
    const refundId = await this.ctx.change('refundOrder', input, (step) => this.begin(step, input));
    const refund = refundId ? await this.untilAnswered(refundId) : null;
    if (refund?.status === 'REFUSED') throw ticketUsed((await this.orders.require(input.orderId)).status, []);
    // The promise stands whether or not the processor answers now; the job makes it if we cannot.
    if (refund?.status === 'PROMISED') await kept.refunds.make(refund.id, caller.correlationId).catch(() => undefined);
    return { order: await this.orders.require(input.orderId), refund: refund && (await this.shown(refund.id)) };
  }

  /** Of an order that the viewer may see; for who pays a part of it, what went back of that. Tickets that cost nothing, and are back, leave nothing to show. */
  async ofOrder(order: Order): Promise<Refund[]> {
    const shown = (await this.ctx.loaders.refundsByOrderId.load(order.id)).filter(isShown);
    if (order.payBy === null || (await this.orders.seesAll(order))) return shown;
    const payments = await this.ctx.loaders.paymentsByOrderId.load(order.id);
    const own = new Set(payments.filter(({ payerId }) => payerId === this.ctx.viewerId).map(({ id }) => id));
    return shown.filter(({ paymentId }) => paymentId !== null && own.has(paymentId));
  }

  /** The latest first; permissions.ts lets only admins ask. */
  async failed(args: PageArguments): Promise<Connection<Refund>> {
    const { db } = this.ctx.kept;
    const page = latestFailedFirst.page(args);
    return latestFailedFirst.connection(await failedRefunds(db, page), page, { totalCount: () => countFailedRefunds(db) });
  }

  async retry(input: RetryRefund): Promise<Refund> {
    const { kept, caller } = this.ctx;
    const find = () => kept.db.prisma.refund.findUnique({ where: { id: input.refundId } });
    if (!(await find())) throw notFound('The refund');
    await this.ctx.change('retryRefund', input, async (step) => {
      if (!(await promiseAgain(step, input.refundId))) throw conflict('This refund has not failed.');
      return input.refundId;
    });
    await kept.refunds.make(input.refundId, caller.correlationId).catch(() => undefined);
    return (await find())!;
  }

  /** What the processor says is not for buyers. */
  forAdmins<T>(value: T): T | null {
    return this.ctx.caller.viewer?.role === 'admin' ? value : null;
  }

  /** Under the order's lock. Returns the refund's id; null for tickets that cost nothing and are back. */
  async begin(step: Step, input: RefundOrder): Promise<string | null> {
    const { orderId, ticketIds, reason, includeUsed, amountPerTicketMinor: mostMinor = null } = input;
    const order = await lockOrder(step, orderId);
    // Again: who was taken off the team meanwhile refunds nothing any more.
    if (!this.orders.isBuyer(order)) await holdRight(step, order.eventId, this.ctx.viewer, 'SELL');
    if (!hasTickets(order.status)) throw notRefundable(order.status);
    if (order.openDisputes > 0) throw disputed(order.status);
    const event = await step.tx.eventCopy.findUniqueOrThrow({ where: { id: order.eventId } });
    const sells = await hasRightNow(step, event.id, this.ctx.viewer, 'SELL');
    if (!sells && mostMinor !== null) throw invalidInput('amountPerTicketMinor', 'must be left out: the organiser says how much goes back');
    const terms = sells ? { ...IN_FULL, mostMinor } : await this.termsNow(step, order, event);
    const force = sells && includeUsed === true;
    // What was given to somebody else is theirs: its buyer takes nothing back. The box office can.
    const own = sells ? {} : { holderId: this.ctx.viewer.id };
    const owned = await step.tx.ticket.findMany({ where: { orderId, status: { in: LEFT }, ...own } });
    if (owned.length === 0) throw givenAway(order.status);
    const left = owned.filter(({ status }) => status !== 'IN_RESALE');
    if (left.length === 0) throw conflict('Somebody is paying for this ticket in a resale right now.');
    const picked = pickTickets(left, ticketIds ?? null, force);
    if (!picked) throw invalidInput('ticketIds', 'must be valid tickets of this order');
    const { free, waiting, used } = picked;
    if (used.length > 0) throw ticketUsed(order.status, free.length > 0 ? free : waiting);
    if (waiting.length > 0) {
      if (free.length > 0 && ticketIds) throw conflict('Some of these tickets are being given back already.');
      if (free.length === 0) return this.join(step, waiting[0]!.refundId!, force);
    }
    if (input.atLeastMinor != null && priceOf(free, terms) < input.atLeastMinor)
      throw conflict(`Less would go back now: ${priceOf(free, terms)} ${order.currency} in minor units.`);
    const why = { reason: reason ?? '', terms, byBuyer: free.every(({ holderId }) => holderId === this.ctx.viewer.id) };
    const { DOOR_OPENS_HOURS: before, DOOR_CLOSES_HOURS: after } = step.kept.settings;
    if (doorDecides(event, step.now, { before, after }) || free.some(({ status }) => status === 'USED'))
      return requestReturn(step, order, free, { ...why, force });
    return (await promiseRefund(step, order, free, why))?.id ?? null;
  }

  /** Who asks again waits with those who asked first; the box office may ask for more. */
  private async join(step: Step, refundId: string, force: boolean): Promise<string> {
    if (force) await askDoorOf(step, refundId, true);
    return refundId;
  }

  /** Until when the buyer may give tickets back; null when there are none. */
  async refundableUntil(order: Order): Promise<Date | null> {
    return (await this.termsOf(order)).at(-1)?.until ?? null;
  }

  /** By which terms until when; empty when there are no tickets. */
  async termsOf(order: Order): Promise<TermUntil[]> {
    const { eventById, movesByEventId } = this.ctx.loaders;
    const [event, moves] = await Promise.all([eventById.load(order.eventId), movesByEventId.load(order.eventId)]);
    return event && hasTickets(order.status) ? refundTerms(event, boughtBy(order, event), moves) : [];
  }

  /** What would go back now if its buyer gave back all that they hold and nobody has used; null when nothing can. */
  async goesBackNow(order: Order): Promise<bigint | null> {
    const { loaders, kept } = this.ctx;
    const terms = order.openDisputes > 0 ? null : termsAt(await this.termsOf(order), kept.clock.now());
    if (!terms) return null;
    const tickets = await loaders.ticketsByOrderId.load(order.id);
    const own = tickets.filter(({ holderId, status }) => holderId === order.userId && status === 'VALID');
    return own.length > 0 ? priceOf(own, terms) : null;
  }

  /** Those who sell tickets may take them back at any time; their buyers only so long. */
  private async termsNow({ tx, now }: Step, order: Order, event: EventCopy): Promise<RefundTerms> {
    const moves = await tx.eventMove.findMany({ where: { eventId: event.id } });
    const bought = boughtBy(order, event);
    const terms = termsAt(refundTerms(event, bought, moves), now);
    if (!terms) throw tooLateToRefund(order.status, refundableUntil(event, bought, moves));
    return terms;
  }

  /** The refund once the door has answered, or as it is when that takes too long. */
  async untilAnswered(id: string): Promise<Refund> {
    const { bus, db, settings } = this.ctx.kept;
    const look = () => db.prisma.refund.findUniqueOrThrow({ where: { id } });
    const refund = await look();
    if (refund.status !== 'REQUESTED') return refund;
    const answered = async () => {
      const now = await look();
      return now.status === 'REQUESTED' ? null : now;
    };
    return (await lookUntil(bus, channels.refund(id), answered, settings.ANSWER_WITHIN_MS)) ?? refund;
  }

  /** Null where nothing goes back. */
  async shown(id: string): Promise<Refund | null> {
    const refund = await this.ctx.kept.db.prisma.refund.findUniqueOrThrow({ where: { id } });
    return isShown(refund) ? refund : null;
  }
}

/** Orders that are older than this knowledge were sold for what the event is now. */
const boughtBy = (order: Order, event: EventCopy): Bought => ({
  steps: stepsOf({ hoursBefore: order.refundHoursBefore, steps: order.refundSteps }),
  feeMinor: order.refundFeeMinor,
  at: order.createdAt,
  startsAt: order.boughtStartsAt ?? event.startsAt,
  city: order.boughtCity,
});

const isShown = ({ status, amountMinor }: Refund): boolean => amountMinor > 0n || status === 'REQUESTED' || status === 'REFUSED';
