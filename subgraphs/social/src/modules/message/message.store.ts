import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { EventStatus, Message, RoomAnswer, RoomKind, RoomRole } from '../../generated/prisma/client';
import { TWO_IN_A_BLOCK } from '../room/room.sql';

/** A room and its sender's place in it, while the room is locked. */
export interface LockedRoom {
  id: string;
  kind: RoomKind;
  name: string | null;
  lastSequence: number;
  role: RoomRole;
  blocked: boolean;
  /** The sender's, and that of the other person of a room of two. */
  answer: RoomAnswer;
  otherAnswer: RoomAnswer;
  eventStatus: EventStatus | null;
  startsAt: Date | null;
  endsAt: Date | null;
}

/**
 * Locks the room's row until the transaction ends and returns how far its sequence has come: a transaction that gets the next number has
 * committed, or given up, before another gets the one after it. So numbers are without holes, and a reader of one has read all before it.
 * Null for somebody who is not a member; they hold nothing up.
 */
export async function lockRoom({ tx }: Step, roomId: string, senderId: string): Promise<LockedRoom | null> {
  const [room] = await tx.$queryRawUnsafe<LockedRoom[]>(LOCKED_ROOM, roomId, senderId);
  return room ?? null;
}

const LOCKED_ROOM = `
  SELECT r.id, r.kind, coalesce(e.title, g.name) AS name, r.last_sequence AS "lastSequence",
         ${TWO_IN_A_BLOCK} AS blocked, m.answer, coalesce(o.answer, 'ACCEPTED') AS "otherAnswer",
         m.role, e.status AS "eventStatus", e.starts_at AS "startsAt", e.ends_at AS "endsAt"
  FROM rooms r
  JOIN room_members m ON m.room_id = r.id AND m.user_id = $2::uuid AND m.active
  LEFT JOIN room_members o ON r.kind = 'DIRECT' AND o.room_id = r.id AND o.user_id <> m.user_id
  LEFT JOIN known_events e ON e.id = r.event_id
  LEFT JOIN groups g ON g.id = r.group_id
  WHERE r.id = $1::uuid
  FOR NO KEY UPDATE OF r`;

export interface NewMessage {
  roomId: string;
  senderId: string;
  clientMessageId: string;
  text: string;
  sequence: number;
  sentAt: Date;
}

/**
 * Stores a message of a locked room, moves the room's sequence on and counts the message as read by its sender. Null, and nothing changed,
 * when the sender's clientMessageId is stored already, or the sender was sent away while the room's lock was waited for.
 */
export async function storeMessage({ tx }: Step, message: NewMessage): Promise<Message | null> {
  const { roomId, senderId, clientMessageId, text, sequence, sentAt } = message;
  const [stored] = await tx.$queryRaw<Message[]>`
    WITH stored AS (
      INSERT INTO messages (id, room_id, sequence, sender_id, client_message_id, text, sent_at)
      SELECT ${randomUUID()}::uuid, m.room_id, ${sequence}::int, m.user_id, ${clientMessageId}, ${text}, ${sentAt}::timestamptz
      FROM room_members m WHERE m.room_id = ${roomId}::uuid AND m.user_id = ${senderId}::uuid AND m.active
      ON CONFLICT (room_id, sender_id, client_message_id) DO NOTHING
      RETURNING id, room_id AS "roomId", sequence, sender_id AS "senderId", client_message_id AS "clientMessageId", text, sent_at AS "sentAt"),
    counted AS (
      UPDATE rooms SET last_sequence = ${sequence}::int, last_message_at = ${sentAt}
      WHERE id = ${roomId}::uuid AND EXISTS (SELECT 1 FROM stored)),
    read AS (
      UPDATE room_members SET last_read_sequence = greatest(last_read_sequence, ${sequence}::int)
      WHERE room_id = ${roomId}::uuid AND user_id = ${senderId}::uuid AND EXISTS (SELECT 1 FROM stored))
    SELECT * FROM stored`;
  return stored ?? null;
}

/** Rooms with more members send no fact for each message: nobody wants a notification from a crowd. */
const NOTIFIED_AT_MOST = 50;

/**
 * The others in the room who are not in a block with the sender; nobody when there are too many of them. Somebody who has not accepted a
 * stranger is told of the first message alone.
 */
export async function recipientsOf({ tx }: Step, roomId: string, senderId: string): Promise<string[]> {
  const members = await tx.$queryRaw<Array<{ userId: string; blocked: boolean }>>`
    SELECT m.user_id AS "userId",
           EXISTS (SELECT 1 FROM blocks b WHERE (b.blocker_id = m.user_id AND b.blocked_id = ${senderId}::uuid)
                                             OR (b.blocker_id = ${senderId}::uuid AND b.blocked_id = m.user_id)) AS blocked
    FROM room_members m WHERE m.room_id = ${roomId}::uuid AND m.active
      AND (m.answer = 'ACCEPTED' OR NOT EXISTS (SELECT 1 FROM messages x WHERE x.room_id = m.room_id))
    LIMIT ${NOTIFIED_AT_MOST + 1}`;
  if (members.length > NOTIFIED_AT_MOST) return [];
  return members.filter((member) => member.userId !== senderId && !member.blocked).map((member) => member.userId);
}
