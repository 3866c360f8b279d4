import type { GroupPrivacy, GroupRole } from '../../generated/prisma/client';

/** What the rules of a group look at. */
export interface Standing {
  privacy: GroupPrivacy;
  viewerRole: GroupRole | null;
  invited: boolean;
  ownersFriend: boolean;
}

/** Whoever is in or invited; the rest by the group's privacy. */
export function maySee({ privacy, viewerRole, invited, ownersFriend }: Standing): boolean {
  if (viewerRole !== null || invited) return true;
  switch (privacy) {
    case 'PUBLIC':
    case 'INVITE_ONLY':
      return true;
    case 'FRIENDS_ONLY':
      return ownersFriend;
    case 'PRIVATE':
      return false;
  }
}

/** Without an invitation. */
export const isOpenTo = ({ privacy, ownersFriend }: Standing): boolean =>
  privacy === 'PUBLIC' || (privacy === 'FRIENDS_ONLY' && ownersFriend);

export const maySeeMembers = ({ privacy, viewerRole }: Standing): boolean => viewerRole !== null || privacy === 'PUBLIC';

const RANK: Record<GroupRole, number> = { OWNER: 3, ADMIN: 2, MODERATOR: 1, MEMBER: 0 };

export const mayInvite = ({ privacy, viewerRole }: Standing): boolean =>
  viewerRole !== null && (viewerRole !== 'MEMBER' || privacy === 'PUBLIC' || privacy === 'FRIENDS_ONLY');

/** Members of lower rank, and nobody by a mere member. */
export const mayRemove = (remover: GroupRole | null, other: GroupRole): boolean =>
  remover !== null && remover !== 'MEMBER' && RANK[remover] > RANK[other];

/** Who owns a group when its owner goes: the highest rank, then the longest membership, then the lower id. */
export const heirOf = <M extends { userId: string; role: GroupRole; joinedAt: Date }>(members: readonly M[]): M | null =>
  [...members].sort(
    (a, b) => RANK[b.role] - RANK[a.role] || a.joinedAt.getTime() - b.joinedAt.getTime() || (a.userId < b.userId ? -1 : 1),
  )[0] ?? null;
