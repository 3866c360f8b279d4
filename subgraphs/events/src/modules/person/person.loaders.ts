import { byId, type Viewer } from '@marquee/platform';
import type { Database } from '../../db';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What the viewer is to groups, events and other people, from our copies. For a visitor every answer is no. */
export const personLoaders = ({ prisma }: Database, viewer: Viewer | null) => {
  const viewerId = viewer?.id ?? NOBODY;
  return {
    membershipByGroupId: byId(
      (ids: readonly string[]) =>
        prisma.groupMember.findMany({ where: { groupId: { in: [...ids] }, userId: viewerId, role: { not: null } } }),
      (member) => member.groupId,
    ),
    /** Invited to the event, or has answered to it. */
    guestByEventId: byId(
      (ids: readonly string[]) =>
        prisma.$queryRaw<{ eventId: string }[]>`
          SELECT event_id AS "eventId" FROM event_invitations WHERE user_id = ${viewerId}::uuid AND event_id = ANY(${[...ids]}::uuid[])
          UNION SELECT event_id FROM attendances WHERE user_id = ${viewerId}::uuid AND event_id = ANY(${[...ids]}::uuid[])`,
      (row) => row.eventId,
    ),
    /** Has answered to the event, whatever the answer was. */
    answeredByEventId: byId(
      (ids: readonly string[]) =>
        prisma.attendance.findMany({ where: { eventId: { in: [...ids] }, userId: viewerId }, select: { eventId: true } }),
      (row) => row.eventId,
    ),
    /** What connects the viewer with that person. */
    tieByUserId: byId(
      (ids: readonly string[]) =>
        prisma.$queryRaw<{ userId: string; friends: boolean; blocked: boolean }[]>`
          SELECT other_id AS "userId", bool_or(friends) AND NOT bool_or(blocked) AS friends, bool_or(blocked) AS blocked
          FROM person_edges WHERE user_id = ${viewerId}::uuid AND other_id = ANY(${[...ids]}::uuid[]) GROUP BY other_id`,
      (row) => row.userId,
    ),
    personById: byId(
      (ids: readonly string[]) => prisma.person.findMany({ where: { id: { in: [...ids] }, erased: false } }),
      (person) => person.id,
    ),
  };
};
