import type { Step } from '../../context';
import { subjects } from './notification-subjects';
import { readNotifications } from './notification.store';

interface RoomPosition {
  roomId: string;
  userId: string;
  sequence: number;
}

/** Notes that a person is to be told of a message; false when they have read as far already. */
export async function noteMessage({ tx }: Step, { roomId, userId, sequence }: RoomPosition): Promise<boolean> {
  const [reading] = await tx.$queryRaw<{ read: boolean }[]>`
    INSERT INTO room_readings AS r (room_id, user_id, told_sequence) VALUES (${roomId}::uuid, ${userId}::uuid, ${sequence})
    ON CONFLICT (room_id, user_id) DO UPDATE SET told_sequence = greatest(r.told_sequence, excluded.told_sequence)
    RETURNING read_sequence >= ${sequence} AS read`;
  return !reading!.read;
}

/** Notes how far a person has read; the notifications of the room's messages are read when nothing later was told. */
export async function noteReading(step: Step, { roomId, userId, sequence }: RoomPosition): Promise<void> {
  const [reading] = await step.tx.$queryRaw<{ all: boolean }[]>`
    INSERT INTO room_readings AS r (room_id, user_id, read_sequence) VALUES (${roomId}::uuid, ${userId}::uuid, ${sequence})
    ON CONFLICT (room_id, user_id) DO UPDATE SET read_sequence = greatest(r.read_sequence, excluded.read_sequence)
    RETURNING read_sequence >= told_sequence AS all`;
  if (!reading!.all) return;
  await readNotifications(step, subjects.messageReceived(roomId), [userId]);
  await readNotifications(step, subjects.messageMentioned(roomId), [userId]);
}
