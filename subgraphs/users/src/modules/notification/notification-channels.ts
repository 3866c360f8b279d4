import type { NotificationChannel, NotificationType } from '../../generated/prisma/client';

export const CHANNELS: readonly NotificationChannel[] = ['IN_APP', 'EMAIL', 'PUSH'];

interface Defaults {
  email: boolean;
  push: boolean;
}

const APP_ALONE: Defaults = { email: false, push: false };
const PUSHED: Defaults = { email: false, push: true };
const POSTED: Defaults = { email: true, push: false };
const MAILED: Defaults = { email: true, push: true };

/**
 * By which channels each kind comes to who chose nothing; in the app all of them do. Mailed is what somebody waits for, has paid for, or would
 * be sorry to have missed; pushed what concerns the hours to come.
 */
const DEFAULTS: Record<NotificationType, Defaults> = {
  CONNECTION_REQUESTED: PUSHED,
  CONNECTION_ACCEPTED: APP_ALONE,
  FOLLOWED: APP_ALONE,
  EVENT_UPDATED: MAILED,
  EVENT_CANCELLED: MAILED,
  EVENT_APPROVED: MAILED,
  EVENT_NEEDS_REVISION: MAILED,
  EVENT_REJECTED: MAILED,
  EVENT_HIDDEN: MAILED,
  REVIEW_REMOVED: APP_ALONE,
  CONTENT_REMOVED: MAILED,
  CONTENT_APPEAL_UPHELD: MAILED,
  REPORT_SETTLED: APP_ALONE,
  PLACE_OFFERED: MAILED,
  ORDER_PAID: MAILED,
  ORDER_REFUNDED: MAILED,
  ORDER_PART: MAILED,
  DEPOSIT_SETTLED: MAILED,
  DOCUMENT_ISSUED: POSTED,
  TICKET_TAKEN_BACK: MAILED,
  PLAN: MAILED,
  PAYOUT: MAILED,
  PAYMENT_DISPUTED: MAILED,
  TICKET_OFFERED: MAILED,
  TICKET_TAKEN: APP_ALONE,
  MESSAGE_RECEIVED: PUSHED,
  MESSAGE_MENTIONED: PUSHED,
  EVENT_INVITED: MAILED,
  GROUP_INVITED: PUSHED,
  GROUP_REQUESTED: PUSHED,
  GROUP_POLL_ASKED: PUSHED,
  GROUP_POLL_CLOSED: APP_ALONE,
  WISH_LIST_SHARED: PUSHED,
  CREW_FEEDBACK_ASKED: PUSHED,
  GROUP_ROLE_CHANGED: PUSHED,
  ORGANIZATION_INVITED: MAILED,
  ORGANIZATION_JOINED: APP_ALONE,
  ORGANIZATION_ROLE_CHANGED: MAILED,
  EVENT_TEAM_INVITED: MAILED,
  EVENT_TEAM_JOINED: APP_ALONE,
  IMPORT_ENDED: APP_ALONE,
  WEBHOOK_DISABLED: MAILED,
  SEARCH_MATCHED: MAILED,
  COLLECTION_INVITED: MAILED,
  COLLECTION_DECIDED: MAILED,
  COLLECTION_GREW: PUSHED,
  EVENT_ANSWERED: APP_ALONE,
  FRIEND_GOING: APP_ALONE,
  EVENT_REMINDER: MAILED,
  SECURITY_ALERT: MAILED,
  SYSTEM_ANNOUNCEMENT: MAILED,
  BADGE_EARNED: APP_ALONE,
  EVENT_ANNOUNCED: MAILED,
  GOAL_REMINDER: PUSHED,
  ACTIVITY_REPORT: APP_ALONE,
  PERSONAL_SUGGESTIONS: PUSHED,
};

/** These go at once, whatever the hour and the digest, and whether or not they were read in the app; also of what is muted. */
const TRANSACTIONAL: readonly NotificationType[] = ['ORDER_PAID', 'ORDER_REFUNDED', 'DOCUMENT_ISSUED', 'EVENT_CANCELLED', 'SECURITY_ALERT'];
export const isTransactional = (type: NotificationType): boolean => TRANSACTIONAL.includes(type);

export const isOnByDefault = (type: NotificationType, channel: NotificationChannel): boolean =>
  channel === 'IN_APP' || DEFAULTS[type][channel === 'EMAIL' ? 'email' : 'push'];

/** Whoever takes over an account would turn these off first. */
export const isFixed = (type: NotificationType, channel: NotificationChannel): boolean =>
  type === 'SECURITY_ALERT' && (channel === 'IN_APP' || channel === 'EMAIL');

/** Can one click in a mail program switch its mails off? What somebody has paid for, and alerts, only by the settings, or not at all. */
export const canUnsubscribe = (type: NotificationType): boolean => !isTransactional(type) && !isFixed(type, 'EMAIL');

/** A choice that departs from a default, or agrees with it. */
export interface Choice {
  type: NotificationType;
  channel: NotificationChannel;
  enabled: boolean;
}

export interface KindPreference {
  type: NotificationType;
  enabled: boolean;
  channels: { channel: NotificationChannel; enabled: boolean; isFixed: boolean }[];
}

/** What holds for each kind, given what somebody chose. */
export function preferencesOf(types: readonly NotificationType[], chosen: readonly Choice[]): KindPreference[] {
  const key = ({ type, channel }: Omit<Choice, 'enabled'>) => `${type} ${channel}`;
  const choices = new Map(chosen.map((choice) => [key(choice), choice.enabled]));
  return types.map((type) => {
    const channels = CHANNELS.map((channel) => {
      const fixed = isFixed(type, channel);
      return { channel, enabled: fixed || (choices.get(key({ type, channel })) ?? isOnByDefault(type, channel)), isFixed: fixed };
    });
    return { type, enabled: channels[0]!.enabled, channels };
  });
}

/** What to keep of a wish: choices that depart from the default. Without a channel: on as by default, or off everywhere. */
export const choicesOf = ({ type, channel, enabled }: Omit<Choice, 'channel'> & { channel?: NotificationChannel | null }): Choice[] =>
  (channel ? [channel] : CHANNELS).map((each) => ({
    type,
    channel: each,
    enabled: channel || !enabled ? enabled : isOnByDefault(type, each),
  }));
