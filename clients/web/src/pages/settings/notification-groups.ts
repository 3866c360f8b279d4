import type { NotificationPreferencesQuery } from '@marquee/client/operations';

export type Preference = NonNullable<NotificationPreferencesQuery['me']>['notificationPreferences'][number];
export type Kind = Preference['type'];

/** What kinds of notifications are about. A kind that is in none is among the others: one that is newer than this app is not lost. */
const GROUPS = {
  events: [
    'EVENT_UPDATED',
    'EVENT_CANCELLED',
    'EVENT_INVITED',
    'EVENT_REMINDER',
    'EVENT_ANNOUNCED',
    'PLACE_OFFERED',
    'FRIEND_GOING',
    'SEARCH_MATCHED',
    'COLLECTION_INVITED',
    'COLLECTION_DECIDED',
    'COLLECTION_GREW',
  ],
  organising: [
    'EVENT_APPROVED',
    'EVENT_NEEDS_REVISION',
    'EVENT_REJECTED',
    'EVENT_HIDDEN',
    'EVENT_ANSWERED',
    'EVENT_TEAM_INVITED',
    'EVENT_TEAM_JOINED',
    'ORGANIZATION_INVITED',
    'ORGANIZATION_JOINED',
    'ORGANIZATION_ROLE_CHANGED',
    'IMPORT_ENDED',
  ],
  people: ['CONNECTION_REQUESTED', 'CONNECTION_ACCEPTED', 'FOLLOWED', 'WISH_LIST_SHARED', 'MESSAGE_RECEIVED', 'MESSAGE_MENTIONED'],
  groups: ['GROUP_INVITED', 'GROUP_REQUESTED', 'GROUP_POLL_ASKED', 'GROUP_POLL_CLOSED', 'CREW_FEEDBACK_ASKED', 'GROUP_ROLE_CHANGED'],
  money: [
    'ORDER_PAID',
    'ORDER_REFUNDED',
    'DOCUMENT_ISSUED',
    'TICKET_TAKEN_BACK',
    'TICKET_OFFERED',
    'TICKET_TAKEN',
    'PAYOUT',
    'PLAN',
    'PAYMENT_DISPUTED',
    'DEPOSIT_SETTLED',
    'ORDER_PART',
  ],
} as const satisfies Record<string, readonly Kind[]>;

export type Group = keyof typeof GROUPS | 'others';

/** The viewer's preferences by what they are about, in an order that stays. */
export function groupsOf(preferences: readonly Preference[]): { group: Group; preferences: Preference[] }[] {
  const byKind = new Map(preferences.map((preference) => [preference.type, preference]));
  const take = (kinds: readonly Kind[]) =>
    kinds.flatMap((kind) => {
      const preference = byKind.get(kind);
      byKind.delete(kind);
      return preference ? [preference] : [];
    });
  const grouped = Object.entries(GROUPS).map(([group, kinds]) => ({ group: group as Group, preferences: take(kinds) }));
  return [...grouped, { group: 'others' as const, preferences: [...byKind.values()] }].filter((one) => one.preferences.length > 0);
}
