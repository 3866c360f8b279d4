import type { Notification as NotificationRow } from '../../generated/prisma/client';

/** What another subgraph owns: the gateway fetches the rest there. */
export interface EventRef {
  __typename: 'Event';
  id: string;
}

export interface ChatRoomRef {
  __typename: 'ChatRoom';
  id: string;
}

/** The target of a notification when it lives in another subgraph; null when it has none. */
export function foreignTarget({ targetType, targetId }: NotificationRow): EventRef | ChatRoomRef | null {
  if (!targetType || !targetId || targetType === 'USER') return null;
  return targetType === 'EVENT' ? { __typename: 'Event', id: targetId } : { __typename: 'ChatRoom', id: targetId };
}
