import { notAllowed, notFound } from '@marquee/platform';
import type { Step } from '../../context';
import type { WishList } from '../../generated/prisma/client';
import { wishListShared } from './wish-list.facts';
import { readableList, writableList } from './wish-list.sql';
import type { WishListView } from './wish-list.types';

/** A list that this person may read, held until the transaction ends: changes of it are made one behind the other. Throws NotFound. */
async function lockReadable({ tx }: Step, listId: string, userId: string): Promise<WishListView> {
  const [list] = await tx.$queryRawUnsafe<WishListView[]>(
    `SELECT w.id, w.version, w.owner_id AS "ownerId", w.name, w.visibility::text, w.created_at AS "createdAt", ${writableList('$2')} AS "mayWrite"
     FROM wish_lists w WHERE w.id = $1::uuid AND ${readableList('$2')} FOR UPDATE OF w`,
    ...[listId, userId],
  );
  if (!list) throw notFound('This wish-list');
  return list;
}

/** Held until the transaction ends, so that new lists of one person count each other. */
export const lockLists = ({ tx }: Step, userId: string) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`wish-lists:${userId}`}, 0))`;

/** For its owner alone. */
export async function lockOwnList(step: Step, listId: string, userId: string): Promise<WishListView> {
  const list = await lockReadable(step, listId, userId);
  if (list.ownerId !== userId) throw notAllowed('Only its owner may do this.');
  return list;
}

/** For its owner and those with whom it is shared. */
export async function lockWritableList(step: Step, listId: string, userId: string): Promise<WishListView> {
  const list = await lockReadable(step, listId, userId);
  if (!list.mayWrite) throw notAllowed('You may read this wish-list, but not change it.');
  return list;
}

/** Those of these people who are friends of this person, held: a friendship that ends meanwhile ends what is shared, too. */
export async function friendsAmong({ tx }: Step, userId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<Array<{ id: string }>>`
    SELECT f.friend_id AS id FROM friendships f JOIN people p ON p.id = f.friend_id AND p.active
    WHERE f.user_id = ${userId}::uuid AND f.friend_id = ANY (${[...ids]}::uuid[]) ORDER BY f.friend_id FOR SHARE OF f`;
  return new Set(rows.map(({ id }) => id));
}

/** Shares a list, which is held, with these people, who are not on it. */
export async function shareWith(step: Step, { id }: WishListView, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  const list = await nextVersion(step, id);
  await step.tx.wishListPerson.createMany({ data: userIds.map((userId) => ({ listId: id, userId, addedAt: step.now })) });
  await step.tell(...userIds.map((userId) => wishListShared(list, userId, true)));
}

/** Shares a list, which is held, with this person, or with all (null), no more. */
export async function shareNoMore(step: Step, id: string, userId: string | null): Promise<void> {
  const where = { listId: id, ...(userId === null ? {} : { userId }) };
  const gone = await step.tx.wishListPerson.findMany({ where, orderBy: { userId: 'asc' } });
  if (gone.length === 0) return;
  await step.tx.wishListPerson.deleteMany({ where });
  const list = await nextVersion(step, id);
  await step.tell(...gone.map((person) => wishListShared(list, person.userId, false)));
}

const nextVersion = ({ tx }: Step, id: string): Promise<WishList> =>
  tx.wishList.update({ where: { id }, data: { version: { increment: 1 } } });

/** Two people are no friends any more: neither shares a list with the other. Under their lock, after the friendship has gone. */
export async function endSharing(step: Step, one: string, other: string): Promise<void> {
  const shared = await step.tx.$queryRaw<Array<{ listId: string; userId: string }>>`
    SELECT w.id AS "listId", s.user_id AS "userId" FROM wish_lists w JOIN wish_list_people s ON s.list_id = w.id
    WHERE (w.owner_id = ${one}::uuid AND s.user_id = ${other}::uuid) OR (w.owner_id = ${other}::uuid AND s.user_id = ${one}::uuid)
    ORDER BY w.id FOR UPDATE OF w`;
  for (const { listId, userId } of shared) await shareNoMore(step, listId, userId);
}

/** Somebody is erased: their lists go; what they put on lists of others is of nobody. */
export async function forgetWishLists({ tx }: Step, userId: string): Promise<void> {
  await tx.wishList.deleteMany({ where: { ownerId: userId } });
  await tx.wishListPerson.deleteMany({ where: { userId } });
  await tx.wishListItem.updateMany({ where: { addedBy: userId }, data: { addedBy: null } });
}
