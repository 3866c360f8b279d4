import type { Step } from '../../context';
import { recordFriendship, removeFriendship } from '../activity/activity.store';
import { endShowing } from '../location-share/location-share.store';
import { eitherWay } from '../person/person-pair';
import { beginStrength, endStrength } from '../strength/strength.store';
import { endSharing } from '../wish-list/wish-list.store';

/**
 * Makes the friendship of two people follow from their relationships. Called under their lock after any change of these: they may be
 * connected in more than one way, and are friends as long as one way is left.
 */
export async function updateFriendship(step: Step, one: string, other: string): Promise<void> {
  const { tx, now } = step;
  const accepted = await tx.relationship.count({
    where: { status: 'ACCEPTED', type: { in: ['FRIEND', 'FAMILY'] }, OR: eitherWay({ requesterId: one, addresseeId: other }) },
  });
  const both = eitherWay({ userId: one, friendId: other });
  if (accepted > 0) {
    const { count } = await tx.friendship.createMany({ data: both.map((row) => ({ ...row, since: now })), skipDuplicates: true });
    if (count > 0) await recordFriendship(step, one, other);
    if (count > 0) await beginStrength(step, one, other);
  } else {
    await tx.friendship.deleteMany({ where: { OR: both } });
    // After it has waited for a share that begins and keeps the friends it is for.
    await endShowing(step, one, other);
    await removeFriendship(step, one, other);
    await endStrength(step, one, other);
    await endSharing(step, one, other);
  }
}
