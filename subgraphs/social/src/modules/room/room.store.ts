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

/** A block closes the room of two to both of them, and the end of the last block opens it again. */
export async function setDirectRoomOpen({ tx }: Step, one: string, other: string, open: boolean): Promise<void> {
  await tx.roomMember.updateMany({ where: { room: directPair(one, other) }, data: { active: open } });
}
