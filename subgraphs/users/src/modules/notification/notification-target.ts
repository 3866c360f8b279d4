import { refTo, type Ref } from '@marquee/platform';
import type {
  Notification as NotificationRow,
  NotificationTargetType,
  Organization as OrganizationRow,
  User as UserRow,
} from '../../generated/prisma/client';

/** What another subgraph owns: the gateway fetches the rest there. */
export interface ForeignTarget extends Ref {
  __typename: 'Event' | 'ChatRoom' | 'Group';
}

const FOREIGN: Partial<Record<NotificationTargetType, ForeignTarget['__typename']>> = {
  EVENT: 'Event',
  CHAT_ROOM: 'ChatRoom',
  GROUP: 'Group',
};

/** The target of a notification when it lives in another subgraph; null when it has none. */
export function foreignTarget({ targetType, targetId }: NotificationRow): ForeignTarget | null {
  const __typename = targetType && FOREIGN[targetType];
  return __typename && targetId ? { __typename, ...refTo(targetId) } : null;
}

/** Which of the union's types a target is. */
export function typeOfTarget(target: ForeignTarget | UserRow | OrganizationRow): ForeignTarget['__typename'] | 'User' | 'Organization' {
  if ('__typename' in target) return target.__typename;
  return 'slug' in target ? 'Organization' : 'User';
}
