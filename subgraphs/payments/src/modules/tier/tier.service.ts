import { isId, notFound } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { EventCopy } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { holdRight } from '../event/event-rights.store';
import { closedReason } from '../sales/sales-closed';
import { paymentsUnavailable, salesClosed } from '../sales/sales.refusals';
import { lockSales } from '../sales/sales.store';
import type { CreateTicketTier, UpdateTicketTier } from './tier.input';
import type { TierRow } from './tier.sql';
import { createTier, editTier } from './tier.store';

export class TierService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  /** A tier that the viewer may see, null otherwise. */
  async byId(id: string): Promise<TierRow | null> {
    const tier = isId(id) ? await this.ctx.loaders.tierById.load(id) : null;
    return tier && (await this.events.byId(tier.eventId)) && (await this.shown([tier])).length > 0 ? tier : null;
  }

  async require(id: string): Promise<TierRow> {
    const tier = await this.byId(id);
    if (!tier) throw notFound('The ticket tier');
    return tier;
  }

  /** Null when the viewer may not see the event. */
  async ofEvent(eventId: string): Promise<TierRow[] | null> {
    return (await this.events.byId(eventId)) ? this.shown(await this.ctx.loaders.tiersByEventId.load(eventId)) : null;
  }

  /** Hidden ones only those with the right SELL are shown without a code. */
  private async shown(tiers: TierRow[]): Promise<TierRow[]> {
    const [first] = tiers.filter(({ hidden }) => hidden);
    return !first || (await this.events.hasRight(first.eventId, 'SELL')) ? tiers : tiers.filter(({ hidden }) => !hidden);
  }

  /** Null for everybody without the right REPORT. */
  async soldOf(tier: TierRow): Promise<number | null> {
    return (await this.events.hasRight(tier.eventId, 'REPORT')) ? tier.sold : null;
  }

  async create(input: CreateTicketTier): Promise<TierRow> {
    await this.events.require(input.eventId);
    const id = await this.ctx.change('createTicketTier', input, async (step) => {
      const event = await this.lockManagedEvent(step, input.eventId);
      const closed = closedReason(event, step.now);
      // Tickets are made ready before the event is published; not after it is over.
      if (closed && closed !== 'NOT_PUBLISHED') throw salesClosed(closed);
      if (event.endsAt <= step.now) throw salesClosed('ENDED');
      this.refuseUnpayable(input.price);
      return createTier(step, input);
    });
    return this.require(id);
  }

  async update(input: UpdateTicketTier): Promise<TierRow> {
    const { eventId } = await this.require(input.tierId);
    await this.ctx.change('updateTicketTier', input, async (step) => {
      await this.lockManagedEvent(step, eventId);
      const tier = await step.tx.ticketTier.findUniqueOrThrow({ where: { id: input.tierId } });
      this.refuseUnpayable(input.price);
      await editTier(step, tier, input);
      return tier.id;
    });
    return this.require(input.tierId);
  }

  private refuseUnpayable(price: CreateTicketTier['price'] | null | undefined): void {
    if (price && price.amountMinor > 0n && !this.ctx.kept.sellsPaid) throw paymentsUnavailable();
  }

  /** The event, with its sales and tiers locked; refuses a viewer who may not sell its tickets. */
  private async lockManagedEvent(step: Step, eventId: string): Promise<EventCopy> {
    await holdRight(step, eventId, this.ctx.viewer, 'SELL');
    await lockSales(step, eventId);
    return step.tx.eventCopy.findUniqueOrThrow({ where: { id: eventId } });
  }
}
