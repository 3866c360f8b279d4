import type { GroupPrivacy, GroupRole } from '../../generated/prisma/client';

/** What the rules of a group look at; the role, the invitation and the friendship are the viewer's. */
export interface GroupAccess {
  privacy: GroupPrivacy;
  viewerRole: GroupRole | null;
  invited: boolean;
  foundersFriend: boolean;
  /** False for a crew around an event that the viewer may not see. */
  seesAnchor: boolean;
}

/** People in a group that is a crew: those who meet know each other by name. */
export const MOST_IN_CREW = 20;

/** Members and people who are invited; the rest by the group's privacy, and a crew only where they see what it is around. */
export function maySee({ privacy, viewerRole, invited, foundersFriend, seesAnchor }: GroupAccess): boolean {
  if (viewerRole !== null || invited) return true;
  if (!seesAnchor) return false;
  switch (privacy) {
    case 'PUBLIC':
    case 'INVITE_ONLY':
      return true;
    case 'FRIENDS_ONLY':
      return foundersFriend;
    case 'PRIVATE':
      return false;
  }
}

/** Without an invitation. */
export const isOpenTo = ({ privacy, foundersFriend }: GroupAccess): boolean =>
  privacy === 'PUBLIC' || (privacy === 'FRIENDS_ONLY' && foundersFriend);

export const maySeeMembers = ({ privacy, viewerRole }: GroupAccess): boolean => viewerRole !== null || privacy === 'PUBLIC';

const RANK: Record<GroupRole, number> = { OWNER: 3, ADMIN: 2, MODERATOR: 1, MEMBER: 0 };

export const mayInvite = ({ privacy, viewerRole }: GroupAccess): boolean =>
  viewerRole !== null && (viewerRole !== 'MEMBER' || privacy === 'PUBLIC' || privacy === 'FRIENDS_ONLY');

/** Its owner, admins and moderators: they answer requests, make links, ban, and see what was done. */
export const mayModerate = (role: GroupRole | null): boolean => role !== null && role !== 'MEMBER';

/** Its owner and admins; whom it is for, the owner alone. */
export const mayEdit = (role: GroupRole | null, changesPrivacy: boolean): boolean =>
  role === 'OWNER' || (role === 'ADMIN' && !changesPrivacy);

/** A rank below one's own, to a member whose rank is below one's own; by the owner or an admin. */
export const mayGive = (giver: GroupRole | null, from: GroupRole, to: GroupRole): boolean =>
  (giver === 'OWNER' || giver === 'ADMIN') && RANK[giver] > RANK[from] && RANK[giver] > RANK[to];

/** Members of lower rank, and nobody by a mere member. */
export const mayRemove = (remover: GroupRole | null, other: GroupRole): boolean =>
  remover !== null && remover !== 'MEMBER' && RANK[remover] > RANK[other];

/** The new owner of a group when its owner goes: the highest rank, then the longest membership, then the lower id. */
export const heirOf = <M extends { userId: string; role: GroupRole; joinedAt: Date }>(members: readonly M[]): M | null =>
  [...members].sort(
    (a, b) => RANK[b.role] - RANK[a.role] || a.joinedAt.getTime() - b.joinedAt.getTime() || (a.userId < b.userId ? -1 : 1),
  )[0] ?? null;
