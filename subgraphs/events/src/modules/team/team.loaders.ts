import { manyBy } from '@marquee/platform';
import type { Kept } from '../../kept';

export const teamLoaders = ({ db }: Kept) => ({
  /** Members first, then those who were asked; says nothing of rights. */
  teamByEventId: manyBy(
    (ids: readonly string[]) =>
      db.prisma.eventTeamMember.findMany({
        where: { eventId: { in: [...ids] }, state: { not: 'GONE' } },
        orderBy: [{ state: 'desc' }, { invitedAt: 'asc' }, { userId: 'asc' }],
      }),
    (member) => member.eventId,
  ),
});
