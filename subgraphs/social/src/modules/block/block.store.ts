import type { Step } from '../../context';
import { channels } from '../../channels';
import { updateFriendship } from '../friend/friend.store';
import { endInvitations } from '../group/group-invitation.store';
import { eitherWay } from '../person/person-pair';
import { blockRelationships, unblockRelationships } from '../relationship/relationship.store';
import { settleDirectRoom, touchCommonRooms } from '../room/room.store';

/** Blocks somebody and ends what is between the two. Under their lock. */
export async function putBlock(step: Step, blockerId: string, blockedId: string): Promise<void> {
  const { tx, now } = step;
  const { count } = await tx.block.createMany({ data: [{ blockerId, blockedId, createdAt: now }], skipDuplicates: true });
  if (count === 0) return;
  await blockRelationships(step, blockerId, blockedId);
  await updateFriendship(step, blockerId, blockedId);
  await tx.follow.deleteMany({ where: { OR: eitherWay({ followerId: blockerId, followeeId: blockedId }) } });
  await endInvitations(step, { OR: eitherWay({ inviterId: blockerId, userId: blockedId }) });
  await settleDirectRoom(step, blockerId, blockedId);
  await touchCommonRooms(step, blockerId, blockedId);
  for (const userId of [blockerId, blockedId]) step.push(channels.rights(userId));
}

/** Takes a block back; the last one between the two makes them strangers, whose room is open to both. Under their lock. */
export async function takeBlockBack(step: Step, blockerId: string, blockedId: string): Promise<void> {
  const { count } = await step.tx.block.deleteMany({ where: { blockerId, blockedId } });
  if (count === 0) return;
  await settleDirectRoom(step, blockerId, blockedId);
  await touchCommonRooms(step, blockerId, blockedId);
  for (const userId of [blockerId, blockedId]) step.push(channels.rights(userId));
  const others = await step.tx.block.count({ where: { blockerId: blockedId, blockedId: blockerId } });
  if (others === 0) await unblockRelationships(step, blockerId, blockedId);
}
