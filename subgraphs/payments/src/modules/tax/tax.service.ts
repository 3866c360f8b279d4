import { isId } from '@marquee/platform';
import type { Context } from '../../context';
import type { TaxRate } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { holdRight } from '../event/event-rights.store';
import { taxOn, withTax, type Tax } from './tax';
import type { SetEventTax, SetTaxRates } from './tax.input';
import { everywhere, holdOwnership, keepEventTax, replaceRates } from './tax.store';

/** Which taxes sellers charge, and what they make of a price. */
export class TaxService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  /** Null where none is known, and when the viewer may not see the event. */
  async ofEvent(eventId: string): Promise<Tax | null> {
    if (!(await this.events.byId(eventId))) return null;
    return (await this.ctx.loaders.taxByEventId.load(eventId)) ?? everywhere(this.ctx.kept.settings);
  }

  /** What a buyer pays for one place of a tier. */
  async priceWithTax({ eventId, priceMinor }: { eventId: string; priceMinor: bigint }): Promise<bigint> {
    const tax = await this.ofEvent(eventId);
    return tax ? withTax(priceMinor, taxOn(priceMinor, tax), tax.mode) : priceMinor;
  }

  /** The viewer's own, or of an organisation that they own; null for everybody else. */
  async ratesOf(organizationId: string | null): Promise<TaxRate[] | null> {
    const { viewer, kept } = this.ctx;
    const ownerId = organizationId ?? viewer.id;
    if (!isId(ownerId)) return null;
    const { organizationMemberCopy: members } = kept.db.prisma;
    if (ownerId !== viewer.id && (await members.count({ where: { organizationId: ownerId, userId: viewer.id, role: 'OWNER' } })) === 0)
      return null;
    return this.read(ownerId);
  }

  async setRates(input: SetTaxRates): Promise<TaxRate[]> {
    const ownerId = input.organizationId ?? this.ctx.viewer.id;
    await this.ctx.change('setTaxRates', input, async (step) => {
      if (input.organizationId) await holdOwnership(step, ownerId, this.ctx.viewer.id);
      await replaceRates(step, ownerId, input.rates);
      return ownerId;
    });
    return this.read(ownerId);
  }

  async setOfEvent(input: SetEventTax): Promise<Tax | null> {
    await this.events.require(input.eventId);
    await this.ctx.change('setEventTax', input, async (step) => {
      await holdRight(step, input.eventId, this.ctx.viewer, 'SELL');
      await keepEventTax(step, input.eventId, input.tax ?? null);
      return input.eventId;
    });
    return this.ofEvent(input.eventId);
  }

  private read(ownerId: string): Promise<TaxRate[]> {
    return this.ctx.kept.db.prisma.taxRate.findMany({ where: { ownerId }, orderBy: { position: 'asc' } });
  }
}
