import type { Tx } from '../../db';
import type { EventStatus, RoomKind, RoomRole } from '../../generated/prisma/client';

/** A room and its sender's place in it, while the room is held. */
export interface HeldRoom {
  id: string;
  kind: RoomKind;
  name: string | null;
  lastSequence: number;
  role: RoomRole;
  eventStatus: EventStatus | null;
  startsAt: Date | null;
  endsAt: Date | null;
}

/**
 * Holds the room's row until the transaction ends and answers how far its sequence has come: whoever gets the next number has committed,
 * or given up, before anybody gets the one after it. So numbers are without holes, and who reads up to one has read all before it. Null
 * for whoever is not a member; they hold nothing up.
 */
export async function holdRoom(tx: Tx, roomId: string, senderId: string): Promise<HeldRoom | null> {
  const [room] = await tx.$queryRaw<HeldRoom[]>`
    SELECT r.id, r.kind, coalesce(e.title, g.name) AS name, r.last_sequence AS "lastSequence",
           m.role, e.status AS "eventStatus", e.starts_at AS "startsAt", e.ends_at AS "endsAt"
    FROM rooms r
    JOIN room_members m ON m.room_id = r.id AND m.user_id = ${senderId}::uuid AND m.active
    LEFT JOIN known_events e ON e.id = r.event_id
    LEFT JOIN groups g ON g.id = r.group_id
    WHERE r.id = ${roomId}::uuid AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = ${senderId}::uuid AND NOT p.active)
    FOR NO KEY UPDATE OF r`;
  return room ?? null;
}
