import type { Step } from '../../context';
import { findShort, type Ask, type Stock } from './tier-stock';
import { soldOut } from './tier.refusals';

/*
 * The stock of tickets: where places change hands. Every way locks the tiers first, once for a transaction and as late as possible, and
 * decides on what it reads under the lock; behind it stands the CHECK that sold and held never exceed the quantity. A transaction that
 * also locks an order locks the order first.
 */

/** Keeps free places for an order. Throws SoldOut when a tier has too few. */
export const holdPlaces = (step: Step, asks: readonly Ask[]): Promise<void> => takeFreePlaces(step, asks, { held: 1, sold: 0 });

/** Sells free places at once. Throws SoldOut when a tier has too few. */
export const sellPlaces = (step: Step, asks: readonly Ask[]): Promise<void> => takeFreePlaces(step, asks, { held: 0, sold: 1 });

/** As sellPlaces, but returns false and changes nothing when a tier has too few. */
export async function sellPlacesIfFree(step: Step, asks: readonly Ask[]): Promise<boolean> {
  if (findShort(asks, await lockTiers(step, asks))) return false;
  await movePlaces(step, asks, { held: 0, sold: 1 });
  return true;
}

/** Sells the places that were held for an order. */
export const sellHeldPlaces = (step: Step, asks: readonly Ask[]): Promise<void> => movePlacesLocked(step, asks, { held: -1, sold: 1 });

/** Frees the places that were held for orders. */
export const releasePlaces = (step: Step, asks: readonly Ask[]): Promise<void> => movePlacesLocked(step, asks, { held: -1, sold: 0 });

/** Frees places that were sold. */
export const takeBackPlaces = (step: Step, asks: readonly Ask[]): Promise<void> => movePlacesLocked(step, asks, { held: 0, sold: -1 });

/** How one place moves between the columns. */
interface Move {
  held: -1 | 0 | 1;
  sold: -1 | 0 | 1;
}

async function takeFreePlaces(step: Step, asks: readonly Ask[], move: Move): Promise<void> {
  const short = findShort(asks, await lockTiers(step, asks));
  if (short) throw soldOut(short);
  await movePlaces(step, asks, move);
}

async function movePlacesLocked(step: Step, asks: readonly Ask[], move: Move): Promise<void> {
  await lockTiers(step, asks);
  await movePlaces(step, asks, move);
}

/**
 * Locks tiers in the order of their ids, so that two orders over the same tiers never wait for each other in a circle. NO KEY UPDATE,
 * because inserting an order's items takes a key share lock on the same rows, which must not collide.
 */
const lockTiers = async ({ tx }: Step, asks: readonly Ask[]): Promise<Stock[]> =>
  tx.$queryRaw<Stock[]>`
    SELECT id, name, quantity - sold - held AS free FROM ticket_tiers
    WHERE id = ANY(${asks.map(({ tierId }) => tierId)}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;

async function movePlaces({ tx }: Step, asks: readonly Ask[], { held, sold }: Move): Promise<void> {
  if (asks.length === 0) return;
  await tx.$executeRaw`
    UPDATE ticket_tiers t SET held = t.held + ${held}::int * a.quantity, sold = t.sold + ${sold}::int * a.quantity
    FROM jsonb_to_recordset(${JSON.stringify(asks.map(({ tierId, quantity }) => ({ id: tierId, quantity })))}::jsonb) AS a(id uuid, quantity int)
    WHERE t.id = a.id`;
}
