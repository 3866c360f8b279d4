import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import { notFound } from '@marquee/platform';
import { Prisma, type Message } from '../../generated/prisma/client';
import { ROOM_VIEW } from '../room/room.sql';
import type { RoomView } from '../room/room.types';
import { MESSAGE_COLUMNS } from './message.sql';

export interface NewMessage {
  roomId: string;
  senderId: string;
  clientMessageId: string;
  text: string;
  sequence: number;
  sentAt: Date;
  replyToId: string | null;
  mentionedIds: readonly string[];
  /** So long after what they said before; 0 in rooms without slow mode, and for who looks after the room. */
  waitMs: number;
}

/**
 * Stores a message of a locked room, moves the room's sequence on and counts the message as read by its sender. Null, and nothing changed,
 * when the sender's clientMessageId is stored already, the sender was sent away while the room's lock was waited for, or has said something a
 * moment ago where the room is slow: what they said while the lock was waited for counts.
 */
export async function storeMessage({ tx }: Step, message: NewMessage): Promise<Message | null> {
  const { roomId, senderId, clientMessageId, text, sequence, sentAt, replyToId, mentionedIds, waitMs } = message;
  const saidBefore = waitMs === 0 ? null : new Date(sentAt.getTime() - waitMs);
  const [stored] = await tx.$queryRaw<Message[]>`
    WITH stored AS (
      INSERT INTO messages AS m (id, room_id, sequence, sender_id, client_message_id, text, sent_at, reply_to_id, mentioned_ids)
      SELECT ${randomUUID()}::uuid, m.room_id, ${sequence}::int, m.user_id, ${clientMessageId}, ${text}, ${sentAt}::timestamptz,
             ${replyToId}::uuid, ${[...mentionedIds]}::uuid[]
      FROM room_members m WHERE m.room_id = ${roomId}::uuid AND m.user_id = ${senderId}::uuid AND m.active
        AND (${saidBefore}::timestamptz IS NULL OR m.last_said_at IS NULL OR m.last_said_at <= ${saidBefore}::timestamptz)
      ON CONFLICT (room_id, sender_id, client_message_id) DO NOTHING
      RETURNING ${Prisma.raw(MESSAGE_COLUMNS)}),
    counted AS (
      UPDATE rooms SET last_sequence = ${sequence}::int, last_message_at = ${sentAt}
      WHERE id = ${roomId}::uuid AND EXISTS (SELECT 1 FROM stored)),
    read AS (
      UPDATE room_members SET last_read_sequence = greatest(last_read_sequence, ${sequence}::int), unread_from = NULL,
        last_said_at = ${sentAt}::timestamptz
      WHERE room_id = ${roomId}::uuid AND user_id = ${senderId}::uuid AND EXISTS (SELECT 1 FROM stored))
    SELECT * FROM stored`;
  return stored ?? null;
}

/**
 * A message as it is now, and the viewer's place in its room: nobody else changes the message, and the viewer does not leave the room, until
 * the transaction ends. The room itself is not held: what is said meanwhile does not wait. Throws NotFound for who may not read there.
 */
export async function lockMessage({ tx }: Step, messageId: string, viewerId: string): Promise<{ message: Message; room: RoomView }> {
  const [message] = await tx.$queryRawUnsafe<Message[]>(LOCKED_MESSAGE, messageId);
  const [room] = message ? await tx.$queryRawUnsafe<RoomView[]>(LOCKED_PLACE, viewerId, message.roomId) : [];
  // What somebody said before they came anew is theirs to take back all the same.
  if (!message || !room || (message.sequence <= room.historyFrom && message.senderId !== viewerId)) throw notFound('This message');
  return { message, room };
}

const LOCKED_MESSAGE = `SELECT ${MESSAGE_COLUMNS} FROM messages m WHERE m.id = $1::uuid FOR NO KEY UPDATE`;
const LOCKED_PLACE = `${ROOM_VIEW} AND r.id = $2::uuid FOR SHARE OF m`;

/** Holds the room of a message for somebody who is in it: it is held before what was said there, and before anybody's place in it. */
export async function lockRoomOf({ tx }: Step, messageId: string, memberId: string): Promise<void> {
  await tx.$executeRaw`
    SELECT r.id FROM messages x JOIN rooms r ON r.id = x.room_id JOIN room_members m ON m.room_id = r.id AND m.user_id = ${memberId}::uuid AND m.active
    WHERE x.id = ${messageId}::uuid FOR NO KEY UPDATE OF r`;
}

/** Keeps the text that the message has had until now. */
export const keepVersion = ({ tx, now }: Step, { id, edits, text }: Message) =>
  tx.messageVersion.create({ data: { messageId: id, version: edits + 1, text: text ?? '', replacedAt: now } });

/** The first text that a message had, whatever became of it. */
export async function firstTextOf({ tx }: Step, message: Message): Promise<string | null> {
  const first = await tx.messageVersion.findUnique({ where: { messageId_version: { messageId: message.id, version: 1 } } });
  return first?.text ?? message.text;
}

/** Those of these people who are in the room and in no block with the sender; `told`: those who want to hear of it. */
export async function mentionable(
  { tx, now }: Step,
  roomId: string,
  senderId: string,
  userIds: readonly string[],
): Promise<{ mentionedIds: string[]; told: string[] }> {
  if (userIds.length === 0) return { mentionedIds: [], told: [] };
  const people = await tx.$queryRaw<Array<{ id: string; told: boolean }>>`
    SELECT m.user_id AS id, m.notify <> 'NOTHING' AND coalesce(m.muted_until <= ${now}, true) AND m.answer = 'ACCEPTED' AS told FROM room_members m
    WHERE m.room_id = ${roomId}::uuid AND m.active AND m.user_id = ANY (${[...userIds]}::uuid[]) AND m.user_id <> ${senderId}::uuid
      AND NOT EXISTS (SELECT 1 FROM blocks b WHERE (b.blocker_id = m.user_id AND b.blocked_id = ${senderId}::uuid)
                                                OR (b.blocker_id = ${senderId}::uuid AND b.blocked_id = m.user_id))`;
  const there = new Map(people.map(({ id, told }) => [id, told]));
  const mentionedIds = userIds.filter((id) => there.has(id));
  return { mentionedIds, told: mentionedIds.filter((id) => there.get(id)) };
}

/** Rooms with more members send no fact for each message: nobody wants a notification from a crowd. */
const NOTIFIED_AT_MOST = 50;

/**
 * The others in the room who are not in a block with the sender and want to hear of every message; nobody when there are too many of them.
 * Somebody who has not accepted a stranger is told of the first message alone.
 */
export async function recipientsOf({ tx, now }: Step, roomId: string, senderId: string): Promise<string[]> {
  const members = await tx.$queryRaw<Array<{ userId: string; blocked: boolean; silent: boolean }>>`
    SELECT m.user_id AS "userId", m.notify <> 'ALL' OR coalesce(m.muted_until > ${now}, false) AS silent,
           EXISTS (SELECT 1 FROM blocks b WHERE (b.blocker_id = m.user_id AND b.blocked_id = ${senderId}::uuid)
                                             OR (b.blocker_id = ${senderId}::uuid AND b.blocked_id = m.user_id)) AS blocked
    FROM room_members m WHERE m.room_id = ${roomId}::uuid AND m.active
      AND (m.answer = 'ACCEPTED' OR NOT EXISTS (SELECT 1 FROM messages x WHERE x.room_id = m.room_id))
    LIMIT ${NOTIFIED_AT_MOST + 1}`;
  if (members.length > NOTIFIED_AT_MOST) return [];
  return members.filter((member) => member.userId !== senderId && !member.blocked && !member.silent).map((member) => member.userId);
}
