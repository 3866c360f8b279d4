import type { Handler } from '../context';

/**
 * Remembers the guests of private events, because those who were let in may see its tickets. Having been a guest is not undone, as at the
 * home of events, so a copy needs no version. Public events, known as such, need no guests here.
 */
export const attendanceChanged: Handler<'attendance.changed'> = async ({ payload: { eventId, userId } }, { tx }) => {
  await tx.$executeRaw`
    INSERT INTO event_guests (event_id, user_id) SELECT ${eventId}::uuid, ${userId}::uuid
    WHERE NOT EXISTS (SELECT FROM events WHERE id = ${eventId}::uuid AND visibility <> 'PRIVATE')
    ON CONFLICT DO NOTHING`;
};
