import { refTo, type Ref } from '@marquee/platform';
import type { Notification as NotificationRow } from '../../generated/prisma/client';

/** What another subgraph owns: the gateway fetches the rest there. */
export interface ForeignTarget extends Ref {
  __typename: 'Event' | 'ChatRoom';
}

/** The target of a notification when it lives in another subgraph; null when it has none there. */
export function foreignTarget({ targetType, targetId }: NotificationRow): ForeignTarget | null {
  if (!targetId || (targetType !== 'EVENT' && targetType !== 'CHAT_ROOM')) return null;
  return { __typename: targetType === 'EVENT' ? 'Event' : 'ChatRoom', ...refTo(targetId) };
}
