import { Prisma, type Announcement } from '../../generated/prisma/client';

/** Of `u`: is it for them? For nobody who is suspended, or about to be erased. */
export function audienceOf({ audience, role, city }: Pick<Announcement, 'audience' | 'role' | 'city'>): Prisma.Sql {
  const there = Prisma.sql`u.suspended_at IS NULL AND u.deactivated_at IS NULL`;
  if (audience === 'ROLE') return Prisma.sql`${there} AND u.role = ${role}::role`;
  return audience === 'CITY' ? Prisma.sql`${there} AND u.city_key = nullif(search_fold(${city}), '')` : there;
}
