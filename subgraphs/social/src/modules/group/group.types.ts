import type { Group, GroupRole } from '../../generated/prisma/client';

/** A group as one viewer meets it. */
export interface GroupView extends Group {
  /** The viewer's role; null when not a member. */
  viewerRole: GroupRole | null;
  invited: boolean;
  /** Is the viewer a friend of who founded the group? */
  foundersFriend: boolean;
  /** False for a crew around an event that the viewer may not see. */
  seesAnchor: boolean;
  /** Does the viewer ask to be let in? */
  requested: boolean;
}

/** A place in the list of a person's groups. */
export interface UserGroup {
  ownerId: string;
  id: string;
  joinedAt: Date;
}

/** By what groups are looked for. */
export interface GroupSearch {
  query?: string | null;
  near?: { latitude: number; longitude: number; radiusKm?: number | null } | null;
  category?: string | null;
}

/** A group as it can be reported. */
export interface ReportedGroup {
  authorId: string;
  category: string | null;
  /** Part → text. */
  parts: Record<string, string>;
}
