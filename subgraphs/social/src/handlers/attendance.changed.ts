import type { FactHandler } from '@marquee/platform';
import type { AttendanceChanged } from '@marquee/schema/topics';
import { channels } from '../channels';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { recordAttending, removeAttending } from '../modules/activity/activity.record';
import { isErased } from '../modules/person/person.erased';
import { lockEvent } from '../modules/room/event.lock';
import { settleEventRoom } from '../modules/room/room.event';

/** Keeps the copy of an attendance: it is what lets somebody into the event's room, and out of it. */
export const attendanceChanged =
  ({ bus, clock }: SubgraphRuntime): FactHandler<AttendanceChanged, Tx> =>
  async ({ payload, occurredAt }, { tx, after }) => {
    const { eventId, userId, version, status, visibility } = payload;
    await lockEvent(tx, eventId);
    if (await isErased(tx, userId)) return;
    const newer = await tx.$executeRaw`
      INSERT INTO attendances (event_id, user_id, version, status, visibility, changed_at)
      VALUES (${eventId}::uuid, ${userId}::uuid, ${version}::int, ${status}::attendance_status, ${visibility}::visibility, ${occurredAt}::timestamptz)
      ON CONFLICT (event_id, user_id) DO UPDATE
      SET version = excluded.version, status = excluded.status, visibility = excluded.visibility, changed_at = excluded.changed_at
      WHERE attendances.version < excluded.version`;
    if (newer === 0) return;
    if (status === 'GOING') await recordAttending(tx, eventId, userId, visibility, new Date(occurredAt));
    else await removeAttending(tx, eventId, userId);
    const gone = await settleEventRoom(tx, eventId, clock.now(), userId);
    if (gone.length > 0) after(() => bus.push(channels.rights(userId), {}));
  };
