import {
  conflict,
  invalidInput,
  invalidInputs,
  isId,
  Keyset,
  notFound,
  type Connection,
  type InputFault,
  type PageArguments,
} from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { PromoCode } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { holdRight } from '../event/event-rights.store';
import { areJudged, noteTriedCode } from '../risk/risk.store';
import { discountOf, isFor, whyUnusable } from './promo-cart';
import { plainCode, priceOfPlace } from './promo-price';
import type { CreatePromoCode, UpdatePromoCode } from './promo.input';
import type { PromoOffer } from './promo.types';
import { createCode, editCode } from './promo-edit.store';

const newestFirst = new Keyset('promoCodesOfEvent', { createdAt: 'time', id: 'id' }, 'greatest first');

/** Codes of an event: what they give off, and the tiers that they show. */
export class PromoService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  /** Null without the right SELL on its event. */
  async byId(id: string): Promise<PromoCode | null> {
    const code = isId(id) ? await this.ctx.loaders.promoCodeById.load(id) : null;
    return code && (await this.events.hasRight(code.eventId, 'SELL')) ? code : null;
  }

  async require(id: string): Promise<PromoCode> {
    const code = await this.byId(id);
    if (!code) throw notFound('The code');
    return code;
  }

  /** Null without the right SELL. */
  async ofEvent(eventId: string, args: PageArguments): Promise<Connection<PromoCode> | null> {
    if (!(await this.events.hasRight(eventId, 'SELL'))) return null;
    const { promoCode } = this.ctx.kept.db.prisma;
    const page = newestFirst.page(args);
    const where = { eventId };
    const rows = await promoCode.findMany(newestFirst.prisma(page, where));
    return newestFirst.connection(rows, page, { totalCount: () => promoCode.count({ where }) });
  }

  /** That of the event's tiers, in which amounts of a code are told; null where it has none. */
  async currencyOf({ eventId }: PromoCode): Promise<string | null> {
    return (await this.ctx.loaders.tiersByEventId.load(eventId))[0]?.currency ?? null;
  }

  /** What a code does for the viewer; null when there is none by that name, or the event is not available. */
  async look(eventId: string, typed: string): Promise<PromoOffer | null> {
    const { kept, loaders } = this.ctx;
    const code = typed.length <= 64 ? plainCode(typed) : '';
    if (!(await this.events.byId(eventId))) return null;
    const row = await kept.db.prisma.promoCode.findUnique({ where: { eventId_code: { eventId, code } } });
    if (!row?.active) {
      if (areJudged(kept.settings))
        await this.ctx.change('noteTriedCode', {}, (step) => noteTriedCode(step, this.ctx.viewer.id)).catch(() => undefined);
      return null;
    }
    const tiers = (await loaders.tiersByEventId.load(eventId)).filter(
      (tier) => isFor(row, tier) && (!tier.hidden || row.tierIds.includes(tier.id)),
    );
    const prices = tiers.map((tier) => ({ tier, priceMinor: priceOfPlace(tier.priceMinor, [discountOf(row)]).price }));
    return { code, refusal: whyUnusable(row, kept.clock.now()), prices };
  }

  async create(input: CreatePromoCode): Promise<PromoCode> {
    await this.events.require(input.eventId);
    const id = await this.ctx.change('createPromoCode', input, async (step) => {
      await holdRight(step, input.eventId, this.ctx.viewer, 'SELL');
      await refuseForeignTiers(step, input.eventId, input.tierIds);
      if (input.startsAt && input.endsAt && input.endsAt <= input.startsAt) throw invalidInput('endsAt', 'must be after startsAt');
      return createCode(step, input);
    });
    return this.require(id);
  }

  async update(input: UpdatePromoCode): Promise<PromoCode> {
    const { eventId } = await this.require(input.promoCodeId);
    await this.ctx.change('updatePromoCode', input, async (step) => {
      await holdRight(step, eventId, this.ctx.viewer, 'SELL');
      await refuseForeignTiers(step, eventId, input.tierIds);
      await step.tx.$queryRaw`SELECT 1 AS locked FROM promo_codes WHERE id = ${input.promoCodeId}::uuid FOR NO KEY UPDATE`;
      const code = await step.tx.promoCode.findUniqueOrThrow({ where: { id: input.promoCodeId } });
      if (input.version != null && input.version !== code.version)
        throw conflict(`The code was changed meanwhile: its version is ${code.version}.`);
      refuseBelowUse(code, input);
      await editCode(step, code, input);
      return code.id;
    });
    return this.require(input.promoCodeId);
  }
}

async function refuseForeignTiers({ tx }: Step, eventId: string, tierIds: readonly string[] | null | undefined): Promise<void> {
  if (!tierIds?.length) return;
  const own = await tx.ticketTier.count({ where: { eventId, id: { in: [...tierIds] } } });
  if (own < new Set(tierIds).size) throw invalidInput('tierIds', 'must be tiers of this event');
}

/** What is used already stays used. */
function refuseBelowUse(code: PromoCode, { maxPlaces, budgetMinor, startsAt, endsAt, tierIds }: UpdatePromoCode): void {
  const faults: InputFault[] = [];
  if (maxPlaces != null && maxPlaces < code.taken)
    faults.push({ path: 'maxPlaces', message: `must be at least ${code.taken}: so many are used` });
  if (budgetMinor != null && budgetMinor < code.discountedMinor)
    faults.push({ path: 'budgetMinor', message: `must be at least ${code.discountedMinor}: so much was given off` });
  const [from, until] = [startsAt === undefined ? code.startsAt : startsAt, endsAt === undefined ? code.endsAt : endsAt];
  if (from && until && until <= from) faults.push({ path: 'endsAt', message: 'must be after startsAt' });
  if (code.kind === 'ACCESS' && tierIds !== undefined && !tierIds?.length)
    faults.push({ path: 'tierIds', message: 'must name the tiers that it shows' });
  if (faults.length > 0) throw invalidInputs(faults);
}
