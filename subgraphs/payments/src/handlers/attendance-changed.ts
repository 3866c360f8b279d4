import type { FactHandler } from '@marquee/platform';
import type { AttendanceChanged } from '@marquee/schema/topics';
import type { Tx } from '../db';

/**
 * Remembers the guests of private events, because whoever was let in may see its tickets. Having been a guest is not undone, as at the
 * home of events. Public events, known as such, need no guests here.
 */
export const attendanceChanged =
  (): FactHandler<AttendanceChanged, Tx> =>
  async ({ payload: { eventId, userId } }, { tx }) => {
    await tx.$executeRaw`
      INSERT INTO event_guests (event_id, user_id) SELECT ${eventId}::uuid, ${userId}::uuid
      WHERE NOT EXISTS (SELECT FROM events WHERE id = ${eventId}::uuid AND visibility <> 'PRIVATE')
      ON CONFLICT DO NOTHING`;
  };
