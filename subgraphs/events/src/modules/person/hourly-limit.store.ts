import type { Viewer } from '@marquee/platform';
import type { Step } from '../../context';
import { Prisma } from '../../generated/prisma/client';
import { hourlyLimit, type Limited } from './hourly-limit';
import { tooManyInAnHour } from './hourly-limit.refusals';

const HOUR_MS = 3_600_000;

/**
 * Refuses more than the account may bring in an hour by its standing. `count`: how many it is about to bring. Held until the transaction
 * ends, so that requests side by side count each other. The platform's own people, and importers with the permission, have no limit.
 */
export async function requireWithinHour(
  step: Step,
  viewer: Pick<Viewer, 'id' | 'role' | 'permissions'>,
  what: Limited,
  count = 1,
): Promise<void> {
  if (viewer.role !== 'user' || viewer.permissions.includes('import:events')) return;
  const { tx, now, kept } = step;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('events:hourly:' || ${viewer.id}))`;
  const person = await tx.personCopy.findUnique({ where: { id: viewer.id } });
  const { NEW_ACCOUNT_DRAFTS, NEW_ACCOUNT_VENUES, NEW_ACCOUNT_IMPORTED_EVENTS } = kept.settings;
  const forNewAccount = { DRAFTS: NEW_ACCOUNT_DRAFTS, VENUES: NEW_ACCOUNT_VENUES, IMPORTED_EVENTS: NEW_ACCOUNT_IMPORTED_EVENTS }[what];
  const limit = hourlyLimit(forNewAccount, person, now);
  const since = new Date(now.getTime() - HOUR_MS);
  // The one that makes room for these when its hour is over; none where there is room.
  const [inTheWay] =
    count > limit
      ? [{ at: null }]
      : await tx.$queryRaw<{ at: Date | null }[]>`
    SELECT b.created_at AS at FROM (${broughtBy(viewer.id, what)}) b WHERE b.created_at > ${since}
    ORDER BY b.created_at DESC OFFSET ${limit - count} LIMIT 1`;
  if (!inTheWay) return;
  throw tooManyInAnHour(what, limit, inTheWay.at && new Date(inTheWay.at.getTime() + HOUR_MS));
}

function broughtBy(userId: string, what: Limited): Prisma.Sql {
  if (what === 'VENUES') return Prisma.sql`SELECT created_at FROM venues WHERE scope = ${userId}`;
  return what === 'DRAFTS'
    ? Prisma.sql`SELECT created_at FROM events WHERE creator_id = ${userId}::uuid AND source IS NULL`
    : Prisma.sql`SELECT created_at FROM events WHERE source = 'import:' || ${userId}`;
}
