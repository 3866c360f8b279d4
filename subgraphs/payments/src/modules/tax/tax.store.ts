import { randomUUID } from 'node:crypto';
import { notAllowed, notFound } from '@marquee/platform';
import type { Step } from '../../context';
import type { Settings } from '../../env';
import type { Tax } from './tax';
import type { SetTaxRates } from './tax.input';
import { taxesOfEvents, type TaxOfEvent } from './tax.sql';

/** What is charged at an event now. */
export async function taxOfEvent({ tx, kept }: Step, eventId: string): Promise<Tax | null> {
  const [found] = await tx.$queryRaw<TaxOfEvent[]>(taxesOfEvents([eventId]));
  return found ?? everywhere(kept.settings);
}

/** What is inside the prices of sellers who have said nothing; null: nothing. */
export const everywhere = ({ TAX_BASIS_POINTS }: Settings): Tax | null =>
  TAX_BASIS_POINTS > 0n ? { name: 'Sales tax', basisPoints: Number(TAX_BASIS_POINTS), mode: 'INCLUSIVE' } : null;

/** Puts these rates in the place of all that a seller had. Two who do it at once are one behind the other. */
export async function replaceRates({ tx, now }: Step, ownerId: string, rates: SetTaxRates['rates']): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`tax rates of ${ownerId}`}, 0))::text AS locked`;
  await tx.taxRate.deleteMany({ where: { ownerId } });
  await tx.taxRate.createMany({
    data: rates.map(({ city = null, ...rate }, position) => ({ id: randomUUID(), ownerId, position, city, ...rate, createdAt: now })),
  });
}

export async function keepEventTax({ tx, now }: Step, eventId: string, tax: Tax | null): Promise<void> {
  if (!tax) await tx.eventTax.deleteMany({ where: { eventId } });
  else
    await tx.eventTax.upsert({
      where: { eventId },
      create: { eventId, ...tax, updatedAt: now },
      update: { ...tax, version: { increment: 1 }, updatedAt: now },
    });
}

/** Refuses who is no owner of the organisation, and keeps them one until the transaction ends. */
export async function holdOwnership({ tx }: Step, organizationId: string, userId: string): Promise<void> {
  const [member] = await tx.$queryRaw<{ role: string | null }[]>`
    SELECT role FROM organization_members WHERE organization_id = ${organizationId}::uuid AND user_id = ${userId}::uuid FOR SHARE`;
  if (!member?.role) throw notFound('The organisation');
  if (member.role !== 'OWNER') throw notAllowed('Only its owners say which taxes an organisation charges.');
}
