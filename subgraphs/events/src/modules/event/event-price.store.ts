import type { Step } from '../../context';
import { isSamePrice, priceColumns, priceOfTiers, type PriceColumns, type TierCopy } from './event-price';
import { changeEvent } from './event.store';

/** An event's price, and what a change of it needs. */
export type PricedEvent = PriceColumns & { id: string; version: number };

/** The event with its price, locked like `lockEvent`; null when it does not exist. Comes before the lock of its guest list. */
export async function lockPrice({ tx }: Step, eventId: string): Promise<PricedEvent | null> {
  await tx.$queryRaw`SELECT 1 FROM events WHERE id = ${eventId}::uuid FOR NO KEY UPDATE`;
  const select = { id: true, version: true, priceType: true, priceMin: true, priceMax: true, priceCurrency: true };
  return tx.event.findUnique({ where: { id: eventId }, select });
}

/** The ticket tiers of an event, as payments told them last. */
export async function tiersOf({ tx }: Pick<Step, 'tx'>, eventId: string): Promise<TierCopy[]> {
  const sales = await tx.salesCopy.findUnique({ where: { eventId } });
  return (sales?.tiers ?? []) as unknown as TierCopy[];
}

/** Gives a locked event the price that its tiers have now; nothing happens where it has it already. */
export async function followTiers(step: Step, event: PricedEvent, tiers: readonly TierCopy[]): Promise<void> {
  const price = priceOfTiers(tiers);
  if (!price || isSamePrice(event, priceColumns(price))) return;
  await changeEvent(step, event, priceColumns(price), 'UPDATED', null);
}
