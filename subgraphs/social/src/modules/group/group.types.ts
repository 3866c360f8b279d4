import type { Group, GroupRole } from '../../generated/prisma/client';

/** A group as one viewer meets it. */
export interface GroupView extends Group {
  /** The viewer's role; null when not a member. */
  viewerRole: GroupRole | null;
  invited: boolean;
  /** Is the viewer a friend of the group's owner? */
  ownersFriend: boolean;
}

/** A place in the list of a person's groups. */
export interface UserGroup {
  ownerId: string;
  id: string;
  joinedAt: Date;
}
