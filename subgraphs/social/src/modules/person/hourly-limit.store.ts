import type { Viewer } from '@marquee/platform';
import type { Step } from '../../context';
import { Prisma } from '../../generated/prisma/client';
import { hourlyLimit, type Limited } from './hourly-limit';
import { tooManyInAnHour } from './hourly-limit.refusals';

const HOUR_MS = 3_600_000;

/**
 * Refuses more than the account may put before others in an hour by its standing. Held until the transaction ends, so that requests side by
 * side count each other. The platform's own people have no limit.
 */
export async function requireWithinHour(step: Step, viewer: Viewer, what: Limited): Promise<void> {
  if (viewer.role !== 'user') return;
  const { tx, now, kept } = step;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`limit:${viewer.id}`}, 0))`;
  const person = await tx.personCopy.findUnique({ where: { id: viewer.id } });
  const { NEW_ACCOUNT_GROUPS, NEW_ACCOUNT_GROUP_INVITATIONS, NEW_ACCOUNT_MESSAGE_REQUESTS, NEW_ACCOUNT_POSTS } = kept.settings;
  const forNewAccount = {
    GROUPS: NEW_ACCOUNT_GROUPS,
    GROUP_INVITATIONS: NEW_ACCOUNT_GROUP_INVITATIONS,
    MESSAGE_REQUESTS: NEW_ACCOUNT_MESSAGE_REQUESTS,
    POSTS: NEW_ACCOUNT_POSTS,
  }[what];
  const limit = hourlyLimit(forNewAccount, person, now);
  const since = new Date(now.getTime() - HOUR_MS);
  // The one that makes room for this when its hour is over; none where there is room.
  const [inTheWay] = await tx.$queryRaw<{ at: Date }[]>`
    SELECT b.created_at AS at FROM (${madeBy(viewer.id, what)}) b WHERE b.created_at > ${since}
    ORDER BY b.created_at DESC OFFSET ${limit - 1} LIMIT 1`;
  if (inTheWay) throw tooManyInAnHour(what, limit, new Date(inTheWay.at.getTime() + HOUR_MS));
}

function madeBy(userId: string, what: Limited): Prisma.Sql {
  // To ask to be let in counts likewise, each time anew: who takes it back and asks again puts it before the same people again.
  if (what === 'GROUP_INVITATIONS')
    return Prisma.sql`
      SELECT created_at FROM group_invitations WHERE inviter_id = ${userId}::uuid
      UNION ALL SELECT q.created_at FROM group_requests q CROSS JOIN generate_series(1, (q.version + 1) / 2) WHERE q.user_id = ${userId}::uuid`;
  if (what === 'POSTS')
    return Prisma.sql`
      SELECT created_at FROM posts WHERE author_id = ${userId}::uuid UNION ALL SELECT created_at FROM post_comments WHERE author_id = ${userId}::uuid
      UNION ALL SELECT created_at FROM polls WHERE author_id = ${userId}::uuid`;
  // Whoever made a group is the one who has been in it from the beginning.
  if (what === 'GROUPS')
    return Prisma.sql`
      SELECT g.created_at FROM group_members m JOIN groups g ON g.id = m.group_id AND g.created_at = m.joined_at WHERE m.user_id = ${userId}::uuid`;
  return Prisma.sql`
    SELECT r.created_at FROM room_members m JOIN rooms r ON r.id = m.room_id AND r.kind = 'DIRECT'
    JOIN room_members o ON o.room_id = r.id AND o.user_id <> m.user_id AND o.answer <> 'ACCEPTED'
    WHERE m.user_id = ${userId}::uuid AND m.answer = 'ACCEPTED'`;
}
