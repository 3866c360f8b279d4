import type { Viewer } from '@marquee/platform';
import type { EventRole, EventTeam } from '@marquee/schema/rules/event-rights';
import type { EventOnShow } from '@marquee/schema/rules/event-visibility';
import type { EventCopy } from '../../generated/prisma/client';

/** Roles that look after what others publish. */
export const isCurator = (viewer: Viewer | null): boolean => viewer !== null && ['curator', 'moderator', 'admin'].includes(viewer.role);

/** The copy of an event as the rule of who runs it wants it. */
export const teamOf = ({ creatorId, organizationId, team }: Pick<EventCopy, 'creatorId' | 'organizationId' | 'team'>): EventTeam => ({
  creatorId,
  organizationId,
  team: team as unknown as EventTeam['team'],
});

/** And as the rule of who may see it does. */
export const onShowOf = ({
  status,
  visibility,
  hidden,
  wasPublished,
}: Pick<EventCopy, 'status' | 'visibility' | 'hidden' | 'wasPublished'>): EventOnShow => ({
  status: status as EventOnShow['status'],
  visibility: visibility as EventOnShow['visibility'],
  hidden,
  wasPublished,
});

/**
 * Has this person a part in the event, so that judging, flagging or reviewing it is not theirs? Everybody with a role on it, and who made
 * it, even when they have left its organisation since.
 */
export const isOwnEvent = (event: Pick<EventCopy, 'creatorId'>, userId: string, roles: readonly EventRole[]): boolean =>
  roles.length > 0 || event.creatorId === userId;
