import { byId, byKey } from '@marquee/platform';
import type { Database } from '../../db';
import type { AttendanceCopy } from '../../generated/prisma/client';

interface EventOfPerson {
  eventId: string;
  userId: string;
}

export const eventLoaders = ({ prisma }: Database) => ({
  eventCopyById: byId(
    (ids: readonly string[]) => prisma.eventCopy.findMany({ where: { eventId: { in: [...ids] } }, omit: { signature: true } }),
    (copy) => copy.eventId,
  ),
  /** One person's attendance of each event; asked for one person in a request. */
  attendance: byKey<EventOfPerson, AttendanceCopy | null>(
    async (keys) => {
      const { userId } = keys[0]!;
      const rows = await prisma.attendanceCopy.findMany({ where: { userId, eventId: { in: keys.map((key) => key.eventId) } } });
      return new Map(rows.map((row) => [identity(row), row]));
    },
    identity,
    null,
  ),
});

function identity({ eventId, userId }: EventOfPerson): string {
  return `${eventId} ${userId}`;
}
