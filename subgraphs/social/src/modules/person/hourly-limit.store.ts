import type { Viewer } from '@marquee/platform';
import type { Step } from '../../context';
import { Prisma } from '../../generated/prisma/client';
import { hourlyLimit, type Limited } from './hourly-limit';
import { tooManyInAnHour } from './hourly-limit.refusals';

const HOUR_MS = 3_600_000;

/**
 * Refuses more than the account may put before others in an hour by its standing. Held until the transaction ends, so that requests side by
 * side count each other. `times`: how often it is done at once. The platform's own people have no limit.
 */
export async function requireWithinHour(step: Step, viewer: Viewer, what: Limited, times = 1): Promise<void> {
  if (viewer.role !== 'user') return;
  const { tx, now, kept } = step;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`limit:${viewer.id}`}, 0))`;
  const person = await tx.personCopy.findUnique({ where: { id: viewer.id } });
  const { NEW_ACCOUNT_GROUPS, NEW_ACCOUNT_GROUP_INVITATIONS, NEW_ACCOUNT_MESSAGE_REQUESTS, NEW_ACCOUNT_POSTS, NEW_ACCOUNT_ROOMS } =
    kept.settings;
  const forNewAccount = {
    GROUPS: NEW_ACCOUNT_GROUPS,
    GROUP_INVITATIONS: NEW_ACCOUNT_GROUP_INVITATIONS,
    MESSAGE_REQUESTS: NEW_ACCOUNT_MESSAGE_REQUESTS,
    POSTS: NEW_ACCOUNT_POSTS,
    ROOMS: NEW_ACCOUNT_ROOMS,
  }[what];
  const limit = hourlyLimit(forNewAccount, person, now);
  const since = new Date(now.getTime() - HOUR_MS);
  if (times > limit) throw tooManyInAnHour(what, limit, new Date(now.getTime() + HOUR_MS));
  // The one that makes room for this when its hour is over; none where there is room.
  const [inTheWay] = await tx.$queryRaw<{ at: Date }[]>`
    SELECT b.done_at AS at FROM (${doneBy(viewer.id, what)}) b WHERE b.done_at > ${since}
    ORDER BY b.done_at DESC OFFSET ${limit - times} LIMIT 1`;
  if (inTheWay) throw tooManyInAnHour(what, limit, new Date(inTheWay.at.getTime() + HOUR_MS));
  if (what === 'MESSAGE_REQUESTS') return;
  await tx.doneDeed.createMany({ data: Array.from({ length: times }, () => ({ userId: viewer.id, what, doneAt: now })) });
}

/** Deletes what no limit counts any more. */
export async function forgetCounted({ tx, now }: Step): Promise<void> {
  await tx.doneDeed.deleteMany({ where: { doneAt: { lte: new Date(now.getTime() - 24 * HOUR_MS) } } });
}

/** What was done counts, whatever becomes of it: who deletes a post, or takes an invitation back, has put it before others all the same. */
const doneBy = (userId: string, what: Limited): Prisma.Sql =>
  what === 'MESSAGE_REQUESTS'
    ? // But a stranger who accepts does not count any more.
      Prisma.sql`
        SELECT r.created_at AS done_at FROM room_members m JOIN rooms r ON r.id = m.room_id AND r.kind = 'DIRECT'
        JOIN room_members o ON o.room_id = r.id AND o.user_id <> m.user_id AND o.answer <> 'ACCEPTED'
        WHERE m.user_id = ${userId}::uuid AND m.answer = 'ACCEPTED'`
    : Prisma.sql`SELECT done_at FROM done_deeds WHERE user_id = ${userId}::uuid AND what = ${what}::limited_deed`;
