import type { After, Bus } from '@marquee/platform';
import { channels } from '../../channels';
import type { Tx } from '../../db';
import type { Group, GroupMember, GroupRole } from '../../generated/prisma/client';
import { outbox } from '../../outbox';
import { recordGroupJoined, removeGroupJoined } from '../activity/activity.record';
import { freeSeat } from './group.seats';
import { heirOf } from './group.rights';

/** What a change of memberships needs to know besides its transaction. */
export interface Circumstances {
  now: Date;
  after: After;
  bus: Pick<Bus, 'push'>;
  correlationId: string;
}

/** Somebody becomes a member of the group and of its room. The caller holds the group's row and has taken a seat. */
export async function addMember(
  tx: Tx,
  group: { id: string; name: string },
  userId: string,
  role: GroupRole,
  circumstances: Circumstances,
): Promise<void> {
  const { now } = circumstances;
  const fresh = { role, active: true, joinedAt: now, leftAt: null, removedAt: null };
  const member = await tx.groupMember.upsert({
    where: { groupId_userId: { groupId: group.id, userId } },
    create: { groupId: group.id, userId, ...fresh },
    update: { ...fresh, version: { increment: 1 } },
  });
  // Whoever joins has nothing unread: what was said before was not said to them.
  await tx.$executeRaw`
    INSERT INTO room_members (room_id, user_id, role, joined_at, last_read_sequence)
    SELECT id, ${userId}::uuid, 'MEMBER', ${now}, last_sequence FROM rooms WHERE group_id = ${group.id}::uuid
    ON CONFLICT (room_id, user_id) DO UPDATE
    SET active = true, joined_at = excluded.joined_at, last_read_sequence = greatest(room_members.last_read_sequence, excluded.last_read_sequence)`;
  await tx.groupInvitation.deleteMany({ where: { groupId: group.id, userId } });
  await recordGroupJoined(tx, group.id, userId, now);
  await tell(tx, group, member, circumstances);
}

/** Somebody is no member any more, neither of the group nor of its room. The caller holds the group's row. */
export async function endMembership(
  tx: Tx,
  group: Group,
  member: GroupMember,
  circumstances: Circumstances & { removed: boolean },
): Promise<void> {
  const { now, removed, after, bus } = circumstances;
  const { groupId, userId } = member;
  const ended = await tx.groupMember.update({
    where: { groupId_userId: { groupId, userId } },
    data: { active: false, leftAt: now, version: { increment: 1 }, ...(removed ? { removedAt: now } : {}) },
  });
  await tx.roomMember.updateMany({ where: { userId, room: { groupId } }, data: { active: false } });
  await freeSeat(tx, group, now);
  await removeGroupJoined(tx, groupId, userId);
  if (member.role === 'OWNER') await passOn(tx, group, circumstances);
  await tell(tx, group, ended, circumstances);
  after(() => bus.push(channels.rights(userId), {}));
}

async function passOn(tx: Tx, group: { id: string; name: string }, circumstances: Circumstances): Promise<void> {
  const heir = heirOf(await tx.groupMember.findMany({ where: { groupId: group.id, active: true } }));
  if (!heir) return;
  const owner = await tx.groupMember.update({
    where: { groupId_userId: { groupId: group.id, userId: heir.userId } },
    data: { role: 'OWNER', version: { increment: 1 } },
  });
  await tell(tx, group, owner, circumstances);
}

async function tell(tx: Tx, group: { id: string; name: string }, member: GroupMember, { correlationId }: Circumstances): Promise<void> {
  await outbox.append(tx, {
    topic: 'group.member_changed',
    key: group.id,
    payload: {
      groupId: group.id,
      groupName: group.name,
      version: member.version,
      userId: member.userId,
      role: member.active ? member.role : null,
    },
    headers: { correlationId },
  });
}
