import { channels } from '../../channels';
import type { Step } from '../../context';
import { freePlaces, isPreparing, type Sales } from '../sales/sales';
import { countTaken, lockSalesOfTiers, type Taken } from '../sales/sales.store';
import { salesClosed } from '../sales/sales.refusals';
import { addUp, findShort, placesOf, type Ask, type Stock } from './tier-stock';
import { eventFull, soldOut } from './tier.refusals';

/*
 * The stock of tickets: where places change hands. Every way locks the sales of the event first, once for a transaction and as late as
 * possible, and decides on what it reads under the lock; behind it stand the CHECKs that sold and held never exceed a tier's quantity, nor
 * all that is taken the event's grant. A transaction that also locks an order locks the order first.
 */

/** Keeps free places for an order. Throws SoldOut when a tier, or the event, has too few. */
export const holdPlaces = (step: Step, asks: readonly Ask[]): Promise<void> => takeFreePlaces(step, asks, { held: 1, sold: 0 });

/** Sells free places at once. Throws SoldOut when a tier, or the event, has too few. */
export const sellPlaces = (step: Step, asks: readonly Ask[]): Promise<void> => takeFreePlaces(step, asks, { held: 0, sold: 1 });

/** As sellPlaces, but returns false and changes nothing when there are too few. */
export async function sellPlacesIfFree(step: Step, asks: readonly Ask[]): Promise<boolean> {
  const [sales] = await lockSalesOfTiers(step, idsOf(asks));
  if (!sales || isFull(sales, asks) || findShort(asks, await readStock(step, asks))) return false;
  await movePlaces(step, asks, { held: 0, sold: 1 });
  return true;
}

/** Sells the places that were held for an order; or counts those as sold again whose tickets nobody has bought in a resale. */
export const sellHeldPlaces = (step: Step, asks: readonly Ask[]): Promise<void> => movePlacesLocked(step, asks, { held: -1, sold: 1 });

/** Frees the places that were held for orders, of one event or of several. */
export const releasePlaces = (step: Step, asks: readonly Ask[]): Promise<void> => movePlacesLocked(step, asks, { held: -1, sold: 0 });

/** Frees places that were sold. */
export const takeBackPlaces = (step: Step, asks: readonly Ask[]): Promise<void> => movePlacesLocked(step, asks, { held: 0, sold: -1 });

/** A place that was sold is held for an order: its ticket is being resold. */
export const holdSoldPlaces = (step: Step, asks: readonly Ask[]): Promise<void> => movePlacesLocked(step, asks, { held: 1, sold: -1 });

/** How one place moves between the columns. */
interface Move {
  held: -1 | 0 | 1;
  sold: -1 | 0 | 1;
}

/** Places of one event. */
async function takeFreePlaces(step: Step, asks: readonly Ask[], move: Move): Promise<void> {
  const [sales] = await lockSalesOfTiers(step, idsOf(asks));
  if (!sales) throw salesClosed('PREPARING');
  refuseShort(asks, await readStock(step, asks), sales);
  await movePlaces(step, asks, move);
}

/** Refuses when these places of one event cannot be had: a tier, or the event, has too few, or its sale has not begun. */
export function refuseShort(asks: readonly Ask[], stock: readonly Stock[], sales: Pick<Sales, 'taken' | 'granted' | 'grantVersion'>): void {
  if (isPreparing(sales)) throw salesClosed('PREPARING');
  const short = findShort(asks, stock);
  if (short) throw soldOut(short);
  const free = freePlaces(sales);
  if (free !== null && free < placesOf(asks)) throw eventFull(asks, free);
}

const isFull = (sales: Sales, asks: readonly Ask[]): boolean => (freePlaces(sales) ?? Infinity) < placesOf(asks);

async function movePlacesLocked(step: Step, asks: readonly Ask[], move: Move): Promise<void> {
  await lockSalesOfTiers(step, idsOf(asks));
  await movePlaces(step, asks, move);
}

const idsOf = (asks: readonly Ask[]): string[] => asks.map(({ tierId }) => tierId);

/** Read under the lock of the event's sales, without which nobody changes it. */
const readStock = async ({ tx }: Step, asks: readonly Ask[]): Promise<Stock[]> =>
  tx.$queryRaw<Stock[]>`
    SELECT id, name, quantity - sold - held AS free FROM ticket_tiers WHERE id = ANY(${idsOf(asks)}::uuid[])`;

async function movePlaces(step: Step, asks: readonly Ask[], { held, sold }: Move): Promise<void> {
  if (asks.length === 0) return;
  const moved = await step.tx.$queryRaw<{ eventId: string; quantity: number }[]>`
    UPDATE ticket_tiers t SET held = t.held + ${held}::int * a.quantity, sold = t.sold + ${sold}::int * a.quantity
    FROM jsonb_to_recordset(${JSON.stringify(addUp(asks).map(({ tierId, quantity }) => ({ id: tierId, quantity })))}::jsonb) AS a(id uuid, quantity int)
    WHERE t.id = a.id RETURNING t.event_id AS "eventId", a.quantity`;
  // Also where no place is taken or freed by it: what was held is sold.
  for (const eventId of new Set(moved.map((one) => one.eventId))) step.push(channels.sold(eventId));
  const taken = new Map<string, number>();
  for (const { eventId, quantity } of moved) taken.set(eventId, (taken.get(eventId) ?? 0) + (held + sold) * quantity);
  await countTaken(
    step,
    [...taken].map(([eventId, by]): Taken => ({ eventId, by })),
  );
}
