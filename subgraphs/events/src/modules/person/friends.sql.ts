import { Prisma } from '../../generated/prisma/client';

/** Those whom this person is friends with, neither having blocked the other, as `other_id`. */
export const friendsOf = (userId: string): Prisma.Sql => Prisma.sql`
  SELECT other_id FROM person_edges WHERE user_id = ${userId}::uuid GROUP BY other_id HAVING bool_or(friends) AND NOT bool_or(blocked)`;

/** Answers `a` of friends who are going and let friends see it. */
export const answersOfFriends = (userId: string): Prisma.Sql => Prisma.sql`
  (${friendsOf(userId)}) friend
  JOIN attendances a ON a.user_id = friend.other_id AND a.status = 'GOING' AND a.visibility IN ('PUBLIC', 'FRIENDS')`;
