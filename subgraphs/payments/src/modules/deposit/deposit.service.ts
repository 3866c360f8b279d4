import { currencyDigits, invalidInput } from '@marquee/platform';
import type { Context } from '../../context';
import type { Order } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { holdRight } from '../event/event-rights.store';
import { minimumCharge } from '../money/minimum-charge';
import { paymentsUnavailable } from '../sales/sales.refusals';
import type { TierService } from '../tier/tier.service';
import type { TierRow } from '../tier/tier.sql';
import { depositDue } from './deposit-due';
import { keptAfterHours } from './deposit-end';
import type { SetTierDeposit } from './deposit.input';
import { setDeposit } from './deposit.store';
import type { DepositReportRow, OrderDepositView } from './deposit.types';

/** What is deposited for places, as organisers say and buyers see it. */
export class DepositService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
    private readonly tiers: TierService,
  ) {}

  async set(input: SetTierDeposit): Promise<TierRow> {
    const { eventId, currency } = await this.tiers.require(input.tierId);
    await this.ctx.change('setTierDeposit', input, async (step) => {
      await holdRight(step, eventId, this.ctx.viewer, 'SELL');
      const least = minimumCharge(currency, currencyDigits(currency));
      if (input.depositMinor > 0n && input.depositMinor < BigInt(least))
        throw invalidInput('depositMinor', `must be 0, or at least ${least}`);
      if (input.depositMinor > 0n && !this.ctx.kept.sellsPaid) throw paymentsUnavailable();
      await setDeposit(step, input.tierId, { depositMinor: input.depositMinor, depositWaivedFrom: input.waivedFrom ?? null });
      return input.tierId;
    });
    return this.tiers.require(input.tierId);
  }

  /** What the viewer would deposit for a place; a visitor, what is asked of everybody. */
  async dueFromViewer(tier: TierRow): Promise<bigint> {
    const { viewerId, loaders } = this.ctx;
    return depositDue(tier, viewerId === null ? null : await loaders.standingByUserId.load(viewerId));
  }

  keptAfterHours(): number {
    return keptAfterHours(this.ctx.kept.settings);
  }

  /** Of an order that the viewer may see; null where nothing is deposited. */
  async ofOrder(order: Order): Promise<OrderDepositView | null> {
    return order.depositMinor > 0n ? { order, deposits: await this.ctx.loaders.depositsByOrderId.load(order.id) } : null;
  }

  /** Null without the right REPORT, and where nothing was deposited. */
  async reportOf(eventId: string): Promise<DepositReportRow | null> {
    return (await this.events.hasRight(eventId, 'REPORT')) ? this.ctx.loaders.depositReportByEventId.load(eventId) : null;
  }
}
