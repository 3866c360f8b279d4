import type { Step } from '../../context';
import type { PromoCode } from '../../generated/prisma/client';
import { whyUnusable, type CodeUse, type PromoRefusedReason } from './promo-cart';
import { promoRefused } from './promo.refusals';

/*
 * What orders take of codes. A code's row is locked behind the places of a person and before the sales of the event, in the order of ids; CHECKs
 * stand behind its limits. An order takes of a code when it is made, and gives back when its hold ends; what was paid for stays used.
 */

/** These codes of an event, locked, in the order in which they were given. Refuses those that are of no use now, or not together. */
export async function lockCodes(step: Step, eventId: string, codes: readonly string[]): Promise<PromoCode[]> {
  if (codes.length === 0) return [];
  const { tx, now } = step;
  await tx.$queryRaw`
    SELECT 1 AS locked FROM promo_codes WHERE event_id = ${eventId}::uuid AND code = ANY(${[...codes]}) ORDER BY id FOR NO KEY UPDATE`;
  const rows = await tx.promoCode.findMany({ where: { eventId, code: { in: [...codes] } } });
  return codes.map((code) => {
    const row = rows.find((one) => one.code === code);
    const why = row ? whyUnusable(row, now) : 'UNKNOWN';
    if (!row || why) throw promoRefused(code, why ?? 'UNKNOWN');
    if (codes.length > 1 && !row.stackable) throw promoRefused(code, 'NOT_STACKABLE');
    return row;
  });
}

/** Takes of locked codes what an order uses. Refuses when one has too little left, or the person has used it enough. */
export async function takeOfCodes(
  step: Step,
  { id: orderId, userId }: { id: string; userId: string },
  codes: readonly PromoCode[],
  uses: readonly CodeUse[],
): Promise<void> {
  if (uses.length === 0) return;
  for (const [index, { places, discount }] of uses.entries()) {
    const code = codes[index]!;
    const why = places === 0 ? 'NOT_FOR_THESE' : await whyTooLittle(step, { userId }, code, { places, discountMinor: discount });
    if (why) throw promoRefused(code.code, why);
  }
  await step.tx.orderPromoCode.createMany({
    data: uses.map(({ id, places, discount }) => ({ orderId, promoCodeId: id, places, discountMinor: discount })),
  });
  await moveUses(step, [orderId], 1);
}

/** Gives back what orders took of codes: their hold has ended, or their money bought nothing. */
export async function giveCodesBack(step: Step, orderIds: readonly string[]): Promise<void> {
  if ((await lockCodesOf(step, orderIds)).length > 0) await moveUses(step, orderIds, -1);
}

/**
 * Takes of its codes once more what an order gave back, of whose buyer the places are counted. Null when that is done; else the code that is of
 * no use any more, and why: its time is over, it has too little left, or the person has used it enough meanwhile.
 */
export async function takeCodesAgain(step: Step, order: { id: string; userId: string }): Promise<RefusedCode | null> {
  const codes = await lockCodesOf(step, [order.id]);
  if (codes.length === 0) return null;
  const uses = await step.tx.orderPromoCode.findMany({ where: { orderId: order.id } });
  for (const code of codes) {
    const why =
      whyUnusable(code, step.now) ??
      (await whyTooLittle(
        step,
        order,
        code,
        uses.find(({ promoCodeId }) => promoCodeId === code.id)!,
      ));
    if (why) return { code: code.code, why };
  }
  await moveUses(step, [order.id], 1);
  return null;
}

/** The code of an order that has not given back what it took of it, and is of no use any more all the same. */
export async function findEndedCode(step: Step, orderId: string): Promise<RefusedCode | null> {
  for (const code of await lockCodesOf(step, [orderId])) {
    const why = whyUnusable({ ...code, maxPlaces: null }, step.now);
    if (why) return { code: code.code, why };
  }
  return null;
}

export interface RefusedCode {
  code: string;
  why: PromoRefusedReason;
}

/** What an order wants of a locked code, beyond what is left of it for all, or for the person; null when there is enough. */
async function whyTooLittle(
  step: Step,
  { userId }: { userId: string },
  { id, maxPlaces, taken, budgetMinor, discountedMinor, maxPerPerson }: PromoCode,
  { places, discountMinor }: { places: number; discountMinor: bigint },
): Promise<PromoRefusedReason | null> {
  if (maxPlaces !== null && taken + places > maxPlaces) return 'USED_UP';
  if (budgetMinor !== null && discountedMinor + discountMinor > budgetMinor) return 'USED_UP';
  return maxPerPerson !== null && (await usedBy(step, id, userId)) + places > maxPerPerson ? 'PERSON_LIMIT' : null;
}

async function lockCodesOf({ tx }: Step, orderIds: readonly string[]): Promise<PromoCode[]> {
  const locked = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM promo_codes WHERE id IN (SELECT promo_code_id FROM order_promo_codes WHERE order_id = ANY(${[...orderIds]}::uuid[]))
    ORDER BY id FOR NO KEY UPDATE`;
  return locked.length === 0 ? [] : tx.promoCode.findMany({ where: { id: { in: locked.map(({ id }) => id) } }, orderBy: { id: 'asc' } });
}

const moveUses = ({ tx }: Step, orderIds: readonly string[], by: 1 | -1) =>
  tx.$executeRaw`
    UPDATE promo_codes p SET taken = p.taken + ${by}::int * u.places, discounted_minor = p.discounted_minor + ${by}::int * u.discount
    FROM (SELECT promo_code_id, SUM(places)::int AS places, SUM(discount_minor)::bigint AS discount FROM order_promo_codes
          WHERE order_id = ANY(${[...orderIds]}::uuid[]) GROUP BY 1) u
    WHERE p.id = u.promo_code_id`;

/** Places for which a person has used a code, in paid orders and open ones. */
async function usedBy({ tx }: Step, promoCodeId: string, userId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ places: number }[]>`
    SELECT COALESCE(SUM(u.places), 0)::int AS places FROM order_promo_codes u JOIN orders o ON o.id = u.order_id
    WHERE u.promo_code_id = ${promoCodeId}::uuid AND o.user_id = ${userId}::uuid
      AND (o.status IN ('PENDING', 'AWAITING_PAYMENT') OR o.paid_at IS NOT NULL)`;
  return row!.places;
}
