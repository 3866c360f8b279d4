import { randomUUID } from 'node:crypto';
import { conflict, invalidInput, invalidInputs, type InputFault } from '@marquee/platform';
import type { Step } from '../../context';
import type { TicketTier } from '../../generated/prisma/client';
import type { CreateTicketTier, UpdateTicketTier } from './tier.input';

/** Makes the edits of one event's tiers happen one after the other; sales go on meanwhile. */
export async function lockTiersOf({ tx }: Step, eventId: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`tiers of ${eventId}`}, 0))::text AS locked`;
}

export async function lockTier({ tx }: Step, id: string): Promise<TicketTier> {
  await tx.$queryRaw`SELECT 1 AS locked FROM ticket_tiers WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return tx.ticketTier.findUniqueOrThrow({ where: { id } });
}

/** Returns the id of the new tier, the last of its event. */
export async function createTier({ tx, now }: Step, input: CreateTicketTier): Promise<string> {
  const { eventId, name, description, price, quantity } = input;
  const [last, first] = [
    await tx.ticketTier.findFirst({ where: { eventId }, orderBy: { position: 'desc' } }),
    await tx.ticketTier.findFirst({ where: { eventId }, orderBy: { position: 'asc' } }),
  ];
  if (first && first.currency !== price.currency) throw invalidInput('price.currency', inOneCurrency(first.currency));
  const { id } = await tx.ticketTier.create({
    data: {
      id: randomUUID(),
      eventId,
      name,
      description: description ?? '',
      priceMinor: price.amountMinor,
      currency: price.currency,
      quantity,
      position: (last?.position ?? -1) + 1,
      createdAt: now,
      updatedAt: now,
    },
  });
  return id;
}

/** Changes what the input names of a locked tier. */
export async function editTier({ tx, now }: Step, tier: TicketTier, input: UpdateTicketTier): Promise<void> {
  const { version, name, description, price, quantity, onSale } = input;
  if (version != null && version !== tier.version) throw conflict(`The tier was changed meanwhile: its version is ${tier.version}.`);
  const faults: InputFault[] = [];
  if (price && price.currency !== tier.currency) faults.push({ path: 'price.currency', message: inOneCurrency(tier.currency) });
  const taken = tier.sold + tier.held;
  if (quantity != null && quantity < taken)
    faults.push({ path: 'quantity', message: `must be at least ${taken}, because so many places are sold or held` });
  if (faults.length > 0) throw invalidInputs(faults);
  await tx.ticketTier.update({
    where: { id: tier.id },
    data: {
      name: name ?? undefined,
      description: description ?? undefined,
      priceMinor: price?.amountMinor,
      quantity: quantity ?? undefined,
      onSale: onSale ?? undefined,
      version: { increment: 1 },
      updatedAt: now,
    },
  });
}

const inOneCurrency = (currency: string) => `must be ${currency}, as in the other tiers of this event`;
