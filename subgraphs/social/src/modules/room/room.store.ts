import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';

/** The two people of a direct room in the order in which it is stored. */
const directPair = (one: string, other: string): { directLow: string; directHigh: string } =>
  one < other ? { directLow: one, directHigh: other } : { directLow: other, directHigh: one };

/** The room of these two, made when it does not exist. Under their lock. Returns its id. */
export async function openDirectRoom({ tx, now }: Step, one: string, other: string): Promise<string> {
  const pair = directPair(one, other);
  const existing = await tx.room.findUnique({ where: { directLow_directHigh: pair }, select: { id: true } });
  if (existing) return existing.id;
  const members = [one, other].map((userId) => ({ userId, role: 'MEMBER' as const, joinedAt: now }));
  const room = await tx.room.create({
    data: { id: randomUUID(), kind: 'DIRECT', ...pair, createdAt: now, lastMessageAt: now, members: { create: members } },
  });
  return room.id;
}

/**
 * Who may read the room of these two: both, or, while there is a block between them, whoever blocked the other, so that what was said can be
 * reported. Under their lock, after a block was made or taken back. The room is locked, so that a message is before the block or not at all.
 */
export async function settleDirectRoom({ tx }: Step, one: string, other: string): Promise<void> {
  const { directLow, directHigh } = directPair(one, other);
  await tx.$executeRaw`SELECT id FROM rooms WHERE direct_low = ${directLow}::uuid AND direct_high = ${directHigh}::uuid FOR NO KEY UPDATE`;
  await tx.$executeRaw`
    UPDATE room_members m
    SET active = EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = m.user_id AND b.blocked_id = o.user_id)
                 OR NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = o.user_id AND b.blocked_id = m.user_id)
    FROM rooms r JOIN room_members o ON o.room_id = r.id
    WHERE r.direct_low = ${directLow}::uuid AND r.direct_high = ${directHigh}::uuid AND m.room_id = r.id AND o.user_id <> m.user_id`;
}
