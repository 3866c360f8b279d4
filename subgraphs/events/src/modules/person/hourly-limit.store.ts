import type { Viewer } from '@marquee/platform';
import type { Step } from '../../context';
import { Prisma } from '../../generated/prisma/client';
import { hourlyLimit, windowOf, type Limited } from './hourly-limit';
import { tooManyInAnHour } from './hourly-limit.refusals';

/**
 * Refuses more than the account may bring in an hour, or in a day, by its standing. `count`: how many it is about to bring. Held until the transaction
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
  const forNewAccount = kept.settings[`NEW_ACCOUNT_${what}`];
  const { ms } = windowOf(what);
  const limit = hourlyLimit(forNewAccount, person, now);
  const since = new Date(now.getTime() - ms);
  // The one that makes room for these when its time is over; none where there is room.
  const [inTheWay] =
    count > limit
      ? [{ at: null }]
      : await tx.$queryRaw<{ at: Date | null }[]>`
    SELECT b.created_at AS at FROM (${broughtBy(viewer.id, what)}) b WHERE b.created_at > ${since}
    ORDER BY b.created_at DESC OFFSET ${limit - count} LIMIT 1`;
  if (!inTheWay) return;
  throw tooManyInAnHour(what, limit, inTheWay.at && new Date(inTheWay.at.getTime() + ms));
}

function broughtBy(userId: string, what: Limited): Prisma.Sql {
  if (what === 'IMAGES') return Prisma.sql`SELECT created_at FROM images WHERE owner_id = ${userId}::uuid`;
  if (what === 'VENUES') return Prisma.sql`SELECT created_at FROM venues WHERE scope = ${userId}`;
  return what === 'DRAFTS'
    ? Prisma.sql`SELECT created_at FROM events WHERE creator_id = ${userId}::uuid AND source IS NULL AND series_role IS DISTINCT FROM 'FOLLOWS'`
    : Prisma.sql`SELECT created_at FROM events WHERE creator_id = ${userId}::uuid AND source IS NOT NULL`;
}
