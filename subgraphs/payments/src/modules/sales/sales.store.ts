import { channels } from '../../channels';
import type { Step } from '../../context';
import { Prisma, type EventSales } from '../../generated/prisma/client';
import { leftOfGrant, type Sales } from './sales';
import { salesChanged } from './sales.facts';

/*
 * The places of an event, all its tiers together. Whoever changes them, or its tiers, locks the event's row of sales first and for the
 * whole transaction, and tells `sales.changed` in it. Orders are locked before it, tiers after it.
 */

/** Locks the sales of an event and its tiers against every other change; opens them where the event had no tier yet. */
export async function lockSales(step: Step, eventId: string): Promise<Sales> {
  await step.tx.eventSales.createMany({ data: [{ eventId, updatedAt: step.now }], skipDuplicates: true });
  const [sales] = await step.tx.$queryRaw<Sales[]>`
    SELECT event_id AS "eventId", taken, granted, grant_version AS "grantVersion" FROM event_sales
    WHERE event_id = ${eventId}::uuid FOR NO KEY UPDATE`;
  return sales!;
}

/** Locks the sales of the events of these tiers, in the order of their ids, so that nobody waits in a circle. */
export const lockSalesOfTiers = ({ tx }: Step, tierIds: readonly string[]): Promise<Sales[]> =>
  tx.$queryRaw<Sales[]>`
    SELECT event_id AS "eventId", taken, granted, grant_version AS "grantVersion" FROM event_sales
    WHERE event_id IN (SELECT event_id FROM ticket_tiers WHERE id = ANY(${[...tierIds]}::uuid[])) ORDER BY event_id FOR NO KEY UPDATE`;

/** So many more places of an event are taken, or fewer. */
export interface Taken {
  eventId: string;
  by: number;
}

/** Counts places that were taken or freed of locked sales, and tells of it. Places that come free go back to a grant that wants them back. */
export async function countTaken(step: Step, changes: readonly Taken[]): Promise<void> {
  const changed = changes.filter(({ by }) => by !== 0).map(({ eventId, by }) => ({ event_id: eventId, by }));
  if (changed.length === 0) return;
  const sales = await step.tx.$queryRaw<EventSales[]>`
    UPDATE event_sales s SET taken = s.taken + c.by,
      granted = CASE WHEN s.wanted IS NULL OR c.by > 0 THEN s.granted ELSE GREATEST(s.wanted, s.taken + c.by) END, ${anew(step)}
    FROM jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) AS c(event_id uuid, by int) WHERE s.event_id = c.event_id
    RETURNING ${TOLD}`;
  await tellOf(step, sales);
}

/** Takes a grant of events in, unless it is an older one. */
export async function takeGrant(step: Step, eventId: string, grant: { version: number; places: number | null }): Promise<void> {
  const { taken, grantVersion } = await lockSales(step, eventId);
  if (grant.version <= grantVersion) return;
  const granted = leftOfGrant(grant.places, taken);
  await step.tx.eventSales.update({ where: { eventId }, data: { grantVersion: grant.version, wanted: grant.places, granted } });
  await tellSales(step, [eventId]);
}

/** Tells of sales, locked, as they are at this point of the transaction. An event that has a tier on sale is ticketed from then on. */
export async function tellSales(step: Step, eventIds: readonly string[]): Promise<void> {
  const sales = await step.tx.$queryRaw<EventSales[]>`
    UPDATE event_sales s SET ${anew(step)} WHERE s.event_id = ANY(${[...eventIds]}::uuid[]) RETURNING ${TOLD}`;
  await tellOf(step, sales);
}

/** What is told is a new version, and says whether it is ticketed by now. */
const anew = ({ now }: Step): Prisma.Sql => Prisma.sql`version = s.version + 1, updated_at = ${now},
  ticketed = s.ticketed OR EXISTS (SELECT FROM ticket_tiers t WHERE t.event_id = s.event_id AND t.on_sale)`;

const TOLD = Prisma.sql`s.event_id AS "eventId", s.version, s.ticketed, s.taken, s.grant_version AS "grantVersion", s.wanted, s.granted, s.updated_at AS "updatedAt"`;

async function tellOf({ tx, tell, push }: Step, sales: readonly EventSales[]): Promise<void> {
  const ids = sales.map(({ eventId }) => eventId);
  for (const eventId of ids) push(channels.sold(eventId));
  const tiers = await tx.ticketTier.findMany({
    // What only a code shows is told to nobody.
    where: { eventId: { in: ids }, hidden: false },
    select: { id: true, eventId: true, name: true, priceMinor: true, currency: true, onSale: true },
    orderBy: { position: 'asc' },
  });
  await tell(
    ...sales.map((row) =>
      salesChanged(
        row,
        tiers.filter(({ eventId }) => eventId === row.eventId),
      ),
    ),
  );
}
