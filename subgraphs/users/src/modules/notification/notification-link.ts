import type { NotificationTargetType, NotificationType } from '../../generated/prisma/client';

interface Linked {
  id: string;
  type: NotificationType;
  targetType: NotificationTargetType | null;
  targetId: string | null;
  createdAt: Date;
}

const PATHS: Record<NotificationTargetType, (id: string) => string> = {
  EVENT: (id) => `/events/${id}`,
  USER: (id) => `/people/${id}`,
  CHAT_ROOM: (id) => `/rooms/${id}`,
  GROUP: (id) => `/groups/${id}`,
  ORGANIZATION: (id) => `/organizations/${id}`,
};

const NAMES: Record<NotificationTargetType, string> = {
  EVENT: 'eventId',
  USER: 'userId',
  CHAT_ROOM: 'roomId',
  GROUP: 'groupId',
  ORGANIZATION: 'organizationId',
};

/** Where people settle what has no page of its own. */
const OWN_PAGES: Partial<Record<NotificationType, string>> = {
  SECURITY_ALERT: '/settings/security',
  WEBHOOK_DISABLED: '/settings/webhooks',
  GOAL_REMINDER: '/goals',
  ACTIVITY_REPORT: '/reports',
  PERSONAL_SUGGESTIONS: '/suggestions',
};

/** Where an app opens for it: the page of what it is about, else where the person settles such things. */
export function linkOf({ type, targetType, targetId }: Linked, webUrl: string): string {
  const path = targetType && targetId ? PATHS[targetType](targetId) : (OWN_PAGES[type] ?? '/notifications');
  return webUrl.replace(/\/$/, '') + path;
}

/** What goes with a push or a link, for programs: flat texts, as push services want them. */
export const dataOf = ({ id, type, targetType, targetId, createdAt }: Linked): { name: string; value: string }[] => [
  { name: 'notificationId', value: id },
  { name: 'type', value: type },
  { name: 'timestamp', value: createdAt.toISOString() },
  ...(targetType && targetId ? [{ name: NAMES[targetType], value: targetId }] : []),
];
