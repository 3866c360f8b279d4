import { Refusal } from '@marquee/platform';
import type { Tx } from '../../db';

/** So many places of one tier. */
export interface Ask {
  tierId: string;
  quantity: number;
}

/** What a tier has, read under its lock. */
export interface Stock {
  id: string;
  name: string;
  free: number;
}

export type LockTiers = (tx: Tx, tierIds: readonly string[]) => Promise<Stock[]>;

/**
 * Locks tiers in the order of their ids, so that two orders over the same tiers never wait for each other in a circle. NO KEY UPDATE,
 * because inserting an order's items takes a key share lock on the same rows, which must not collide.
 */
export const lockTiers: LockTiers = (tx, tierIds) =>
  tx.$queryRaw<Stock[]>`
    SELECT id, name, quantity - sold - held AS free FROM ticket_tiers
    WHERE id = ANY(${tierIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;

/**
 * Where places change hands. Every way locks the tiers first, once for a transaction and as late as possible, and decides on what it
 * reads under the lock; behind it stands the CHECK that sold and held never exceed the quantity. Whoever also locks an order locks the
 * order first.
 */
export class Places {
  constructor(private readonly lock: LockTiers = lockTiers) {}

  /** Keeps free places for an order. Throws SoldOut when a tier has too few. */
  hold(tx: Tx, asks: readonly Ask[]): Promise<void> {
    return this.takeFree(tx, asks, { held: 1, sold: 0 });
  }

  /** Sells free places at once. Throws SoldOut when a tier has too few. */
  sell(tx: Tx, asks: readonly Ask[]): Promise<void> {
    return this.takeFree(tx, asks, { held: 0, sold: 1 });
  }

  /** As sell, but answers false and changes nothing when a tier has too few. */
  async sellIfFree(tx: Tx, asks: readonly Ask[]): Promise<boolean> {
    if (findShort(asks, await this.lockFor(tx, asks))) return false;
    await move(tx, asks, { held: 0, sold: 1 });
    return true;
  }

  /** Sells the places that were held for an order. */
  sellHeld(tx: Tx, asks: readonly Ask[]): Promise<void> {
    return this.move(tx, asks, { held: -1, sold: 1 });
  }

  /** Frees the places that were held for orders. */
  release(tx: Tx, asks: readonly Ask[]): Promise<void> {
    return this.move(tx, asks, { held: -1, sold: 0 });
  }

  /** Frees places that were sold. */
  takeBack(tx: Tx, asks: readonly Ask[]): Promise<void> {
    return this.move(tx, asks, { held: 0, sold: -1 });
  }

  private async takeFree(tx: Tx, asks: readonly Ask[], change: Change): Promise<void> {
    const short = findShort(asks, await this.lockFor(tx, asks));
    if (short) throw soldOut(short);
    await move(tx, asks, change);
  }

  private async move(tx: Tx, asks: readonly Ask[], change: Change): Promise<void> {
    await this.lockFor(tx, asks);
    await move(tx, asks, change);
  }

  private lockFor(tx: Tx, asks: readonly Ask[]): Promise<Stock[]> {
    return this.lock(
      tx,
      asks.map(({ tierId }) => tierId),
    );
  }
}

/** The first tier, in the order asked, that has too few places. */
export function findShort(asks: readonly Ask[], stock: readonly Stock[]): Stock | null {
  const byId = new Map(stock.map((tier) => [tier.id, tier]));
  for (const { tierId, quantity } of asks) {
    const tier = byId.get(tierId);
    if (tier && tier.free < quantity) return tier;
  }
  return null;
}

export function soldOut({ id, name, free }: Stock): Refusal {
  const left = free === 0 ? `${name} is sold out.` : `Only ${free} left of ${name}.`;
  return new Refusal(
    'SoldOut',
    'NOT_ALLOWED_NOW',
    `${left} Places that others hold may become free within minutes.`,
    { tierId: id, remaining: free },
    { retryable: true },
  );
}

/** How one place moves between the columns. */
interface Change {
  held: -1 | 0 | 1;
  sold: -1 | 0 | 1;
}

async function move(tx: Tx, asks: readonly Ask[], { held, sold }: Change): Promise<void> {
  if (asks.length === 0) return;
  await tx.$executeRaw`
    UPDATE ticket_tiers t SET held = t.held + ${held}::int * a.quantity, sold = t.sold + ${sold}::int * a.quantity
    FROM jsonb_to_recordset(${JSON.stringify(asks.map(({ tierId, quantity }) => ({ id: tierId, quantity })))}::jsonb) AS a(id uuid, quantity int)
    WHERE t.id = a.id`;
}

/** Several asks for the same tier as one. */
export function addUp(asks: readonly Ask[]): Ask[] {
  const sums = new Map<string, number>();
  for (const { tierId, quantity } of asks) sums.set(tierId, (sums.get(tierId) ?? 0) + quantity);
  return [...sums].map(([tierId, quantity]) => ({ tierId, quantity }));
}
