import { randomUUID } from 'node:crypto';
import { conflict, invalidInput, invalidInputs, type InputFault } from '@marquee/platform';
import type { Step } from '../../context';
import type { TicketTier } from '../../generated/prisma/client';
import { tellSales } from '../sales/sales.store';
import type { CreateTicketTier, UpdateTicketTier } from './tier.input';

/** Returns the id of the new tier, the last of its event, whose sales are locked. */
export async function createTier(step: Step, input: CreateTicketTier): Promise<string> {
  const { tx, now } = step;
  const { eventId, name, description, price, quantity, maxPerPerson, hidden, salesStart, salesEnd, buyerSetsPrice } = input;
  refuseEmptySale(salesStart ?? null, salesEnd ?? null);
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
      maxPerPerson,
      ...{ hidden: hidden ?? false, salesStart, salesEnd, buyerSetsPrice: buyerSetsPrice ?? false },
      position: (last?.position ?? -1) + 1,
      createdAt: now,
      updatedAt: now,
    },
  });
  await tellSales(step, [eventId]);
  return id;
}

/** Changes what the input names of a tier, whose event's sales are locked. */
export async function editTier(step: Step, tier: TicketTier, input: UpdateTicketTier): Promise<void> {
  const { tx, now } = step;
  const { version, name, description, price, quantity, maxPerPerson, onSale, hidden, salesStart, salesEnd } = input;
  if (version != null && version !== tier.version) throw conflict(`The tier was changed meanwhile: its version is ${tier.version}.`);
  const faults: InputFault[] = [];
  if (price && price.currency !== tier.currency) faults.push({ path: 'price.currency', message: inOneCurrency(tier.currency) });
  const taken = tier.sold + tier.held;
  if (quantity != null && quantity < taken)
    faults.push({ path: 'quantity', message: `must be at least ${taken}, because so many places are sold or held` });
  if (faults.length > 0) throw invalidInputs(faults);
  refuseEmptySale(salesStart === undefined ? tier.salesStart : salesStart, salesEnd === undefined ? tier.salesEnd : salesEnd);
  await tx.ticketTier.update({
    where: { id: tier.id },
    data: {
      name: name ?? undefined,
      description: description ?? undefined,
      priceMinor: price?.amountMinor,
      quantity: quantity ?? undefined,
      maxPerPerson: maxPerPerson ?? undefined,
      onSale: onSale ?? undefined,
      ...{ hidden: hidden ?? undefined, salesStart, salesEnd },
      version: { increment: 1 },
      updatedAt: now,
    },
  });
  await tellSales(step, [tier.eventId]);
}

function refuseEmptySale(start: Date | null, end: Date | null): void {
  if (start && end && end <= start) throw invalidInput('salesEnd', 'must be after salesStart');
}

const inOneCurrency = (currency: string) => `must be ${currency}, as in the other tiers of this event`;
