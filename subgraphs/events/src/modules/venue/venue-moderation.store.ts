import type { Step } from '../../context';
import { Prisma, type Venue } from '../../generated/prisma/client';
import { SHARED } from './venue-scope';
import { FIRST_OF_ALL, lockVenue } from './venue.store';

/** What a hidden place said. */
type TakenWords = Pick<Venue, 'name' | 'address' | 'description' | 'website' | 'hireNote'>;

/** What of a place can be reported. */
export interface VenueSeen {
  /** One of the owners of the organisation, or who told of it; null where nobody is known. */
  ownerId: string | null;
  organizationId: string | null;
  parts: Record<string, string>;
}

/** A shared place as it can be reported, and whose it is; null when there is none, or nothing to see. */
export async function venueSeen({ tx }: Step, id: string): Promise<VenueSeen | null> {
  const venue = await tx.venue.findUnique({ where: { id } });
  if (venue?.scope !== SHARED || venue.hiddenAt || venue.mergedInto) return null;
  const { name, address, city, description, website, hireNote } = venue;
  const given = { name, address, city, description, website, hireNote };
  const parts = Object.fromEntries(Object.entries(given).filter((part): part is [string, string] => Boolean(part[1])));
  return { ownerId: await ownerOf(tx, venue), organizationId: venue.organizationId, parts };
}

/**
 * Hides a place or shows it again, unless something later was decided. Its key stays: who tells of the same place again comes to the hidden
 * one. A place that was merged keeps this to itself, so that the one it became is hidden for its own words alone. Its events follow in the job
 * `follow-venues`.
 */
export async function decideVenue(step: Step, venueId: string, removed: boolean, decidedAt: Date): Promise<void> {
  const venue = await lockVenue(step, venueId);
  if (!venue || (venue.moderatedAt && venue.moderatedAt >= decidedAt)) return;
  const change = (venue.hiddenAt !== null) === removed ? {} : removed ? wordsTaken(venue, decidedAt) : wordsBack(venue);
  const follows = 'hiddenAt' in change && venue.mergedInto === null ? { followAfter: FIRST_OF_ALL } : {};
  await step.tx.venue.update({
    where: { id: venueId },
    data: { ...change, ...follows, moderatedAt: decidedAt, version: { increment: 1 } },
  });
}

async function ownerOf(tx: Step['tx'], { organizationId, createdBy }: Venue): Promise<string | null> {
  if (organizationId === null) return createdBy;
  const owners = await tx.organizationMemberCopy.findMany({
    where: { organizationId, role: 'OWNER' },
    orderBy: { userId: 'asc' },
    take: 1,
  });
  return owners[0]?.userId ?? null;
}

function wordsTaken({ name, address, description, website, hireNote }: Venue, hiddenAt: Date): Prisma.VenueUncheckedUpdateInput {
  const taken: TakenWords = { name, address, description, website, hireNote };
  return { name: 'Hidden place', address: null, description: null, website: null, hireNote: null, hiddenAt, taken };
}

const wordsBack = ({ taken }: Venue): Prisma.VenueUncheckedUpdateInput => ({
  ...(taken as unknown as TakenWords),
  hiddenAt: null,
  taken: Prisma.DbNull,
});
