import { erasureForeseen } from '@marquee/schema/rules/erasure';
import type { Handler } from '../context';

/** Tells what erasing a person would do here. */
export const erasureAsked: Handler<'erasure.asked'> = async ({ payload }, { tx, tell }) => {
  const { userId } = payload;
  const friends = await tx.friendship.count({ where: { userId } });
  const follows = await tx.follow.count({ where: { OR: [{ followerId: userId }, { followeeId: userId }] } });
  const blocks = await tx.block.count({ where: { blockerId: userId } });
  const counted = [
    ['FRIENDSHIPS', 'GOES', friends + follows + blocks],
    ['GROUPS', 'GOES', await tx.groupMember.count({ where: { userId, active: true } })],
    ['MESSAGES', 'GOES', await tx.message.count({ where: { senderId: userId } })],
  ] as const;
  await tell(erasureForeseen('social', payload, counted));
};
