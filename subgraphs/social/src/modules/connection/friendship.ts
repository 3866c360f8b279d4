import type { Tx } from '../../db';
import { recordFriendship, removeFriendship } from '../activity/activity.record';

/**
 * Makes the friendship of two people follow from their connections. Called under their pair lock after any change of them: they may be
 * connected in more than one way, and are friends as long as one way is left.
 */
export async function settleFriendship(tx: Tx, one: string, other: string, now: Date): Promise<void> {
  const accepted = await tx.connection.count({
    where: {
      status: 'ACCEPTED',
      type: { in: ['FRIEND', 'FAMILY'] },
      OR: [
        { requesterId: one, addresseeId: other },
        { requesterId: other, addresseeId: one },
      ],
    },
  });
  const both = [
    { userId: one, friendId: other },
    { userId: other, friendId: one },
  ];
  if (accepted > 0) {
    const { count } = await tx.friendship.createMany({ data: both.map((row) => ({ ...row, since: now })), skipDuplicates: true });
    if (count > 0) await recordFriendship(tx, one, other, now);
  } else {
    await tx.friendship.deleteMany({ where: { OR: both } });
    await removeFriendship(tx, one, other);
  }
}
