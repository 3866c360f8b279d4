import type { GroupQuery } from '@marquee/client/operations';

type Group = NonNullable<GroupQuery['group']>;
export type Role = NonNullable<Group['viewerMembership']>['role'];
export type Privacy = Group['privacy'];

const RANKS: readonly Role[] = ['MEMBER', 'MODERATOR', 'ADMIN', 'OWNER'];

/** The API decides; this is what is worth showing. Who looks after a group answers requests, and sends members away. */
export const mayLookAfter = (role: Role): boolean => RANKS.indexOf(role) >= RANKS.indexOf('MODERATOR');

export const mayInvite = (role: Role, privacy: Privacy): boolean =>
  mayLookAfter(role) || privacy === 'PUBLIC' || privacy === 'FRIENDS_ONLY';

/** Those below oneself. */
export const mayRemove = (own: Role, other: Role): boolean => mayLookAfter(own) && RANKS.indexOf(own) > RANKS.indexOf(other);
