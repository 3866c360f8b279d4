import { id, idempotencyKey, z } from '@marquee/platform';
import type { NotificationChannel, NotificationType } from '../../generated/prisma/client';
import { CHANNELS, choicesOf, isFixed } from './notification-channels';

/** Every kind, in the order of the enum; without one of them this does not compile. */
const KINDS: Record<NotificationType, true> = {
  CONNECTION_REQUESTED: true,
  CONNECTION_ACCEPTED: true,
  EVENT_UPDATED: true,
  EVENT_CANCELLED: true,
  EVENT_APPROVED: true,
  EVENT_NEEDS_REVISION: true,
  EVENT_REJECTED: true,
  EVENT_HIDDEN: true,
  REVIEW_REMOVED: true,
  CONTENT_REMOVED: true,
  CONTENT_APPEAL_UPHELD: true,
  REPORT_SETTLED: true,
  PLACE_OFFERED: true,
  ORDER_PAID: true,
  ORDER_REFUNDED: true,
  ORDER_PART: true,
  DEPOSIT_SETTLED: true,
  DOCUMENT_ISSUED: true,
  TICKET_TAKEN_BACK: true,
  PLAN: true,
  PAYOUT: true,
  PAYMENT_DISPUTED: true,
  TICKET_OFFERED: true,
  TICKET_TAKEN: true,
  MESSAGE_RECEIVED: true,
  MESSAGE_MENTIONED: true,
  EVENT_INVITED: true,
  FOLLOWED: true,
  GROUP_INVITED: true,
  GROUP_REQUESTED: true,
  GROUP_POLL_ASKED: true,
  GROUP_POLL_CLOSED: true,
  WISH_LIST_SHARED: true,
  CREW_FEEDBACK_ASKED: true,
  GROUP_ROLE_CHANGED: true,
  ORGANIZATION_INVITED: true,
  ORGANIZATION_JOINED: true,
  ORGANIZATION_ROLE_CHANGED: true,
  EVENT_TEAM_INVITED: true,
  EVENT_TEAM_JOINED: true,
  IMPORT_ENDED: true,
  WEBHOOK_DISABLED: true,
  SEARCH_MATCHED: true,
  COLLECTION_INVITED: true,
  COLLECTION_DECIDED: true,
  COLLECTION_GREW: true,
  EVENT_ANSWERED: true,
  FRIEND_GOING: true,
  EVENT_REMINDER: true,
  SECURITY_ALERT: true,
  SYSTEM_ANNOUNCEMENT: true,
  BADGE_EARNED: true,
  EVENT_ANNOUNCED: true,
  GOAL_REMINDER: true,
  ACTIVITY_REPORT: true,
  PERSONAL_SUGGESTIONS: true,
};
export const notificationTypes = Object.keys(KINDS) as NotificationType[];

export const markNotificationsReadInput = z.object({
  ids: z.array(id()).min(1, 'must name at least one notification').max(100, 'must name at most 100 notifications'),
  idempotencyKey: idempotencyKey(),
});

export type MarkNotificationsRead = z.output<typeof markNotificationsReadInput>;

export const markAllNotificationsReadInput = z.object({ idempotencyKey: idempotencyKey() });

export type MarkAllNotificationsRead = z.output<typeof markAllNotificationsReadInput>;

export const deleteNotificationInput = z.object({ id: id(), idempotencyKey: idempotencyKey() });

export type DeleteNotification = z.output<typeof deleteNotificationInput>;

/** For muting, and to hear of it again. */
export const muteSubjectInput = z.object({
  type: z.enum(['EVENT', 'USER', 'CHAT_ROOM', 'GROUP', 'ORGANIZATION']),
  id: id(),
  idempotencyKey: idempotencyKey(),
});

export type MuteSubject = z.output<typeof muteSubjectInput>;

export const updateNotificationPreferencesInput = z.object({
  preferences: z
    .array(
      z
        .object({ type: z.enum(notificationTypes), channel: z.enum(CHANNELS as [NotificationChannel]).nullish(), enabled: z.boolean() })
        .refine((one) => one.enabled || !choicesOf(one).some(({ type, channel }) => isFixed(type, channel)), 'cannot be turned off'),
    )
    .max(notificationTypes.length * CHANNELS.length, 'must name each kind and channel at most once')
    .refine((all) => {
      const named = all.flatMap(choicesOf).map(({ type, channel }) => `${type} ${channel}`);
      return new Set(named).size === named.length;
    }, 'must name each kind and channel at most once'),
  idempotencyKey: idempotencyKey(),
});

export type UpdateNotificationPreferences = z.output<typeof updateNotificationPreferencesInput>;
