import type { Step } from '../../context';
import { lockEvent } from '../event/event.store';
import { settleEventRooms } from './room-event.store';

/** Few enough for one turn; the rest waits for the next. */
const AT_ONCE = 200;

/** A ban that has run out. */
export interface EndedBan {
  eventId: string;
  userId: string;
}

export async function bansRunOut({ tx, now }: Step): Promise<EndedBan[]> {
  const rows = await tx.roomMember.findMany({
    where: { bannedUntil: { lte: now }, room: { kind: 'EVENT' } },
    select: { userId: true, room: { select: { ownerId: true } } },
    orderBy: { bannedUntil: 'asc' },
    take: AT_ONCE,
  });
  return rows.map(({ userId, room }) => ({ userId, eventId: room.ownerId! }));
}

/** Ends a ban that has run out, unless it was made longer meanwhile; who would be in the room without it is in it. */
export async function endBan(step: Step, { eventId, userId }: EndedBan): Promise<void> {
  const { tx, now } = step;
  await lockEvent(step, eventId);
  const free = { bannedAt: null, bannedBy: null, banReason: null, bannedUntil: null };
  const { count } = await tx.roomMember.updateMany({
    where: { userId, room: { kind: 'EVENT', ownerId: eventId }, bannedUntil: { lte: now } },
    data: free,
  });
  if (count > 0) await settleEventRooms(step, [eventId], userId);
}
