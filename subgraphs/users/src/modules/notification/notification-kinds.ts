import type { NotificationType } from '../../generated/prisma/client';
import type { NoteTexts } from './notification-notes';

/**
 * What a text is made of. People, events and organisations are kept by id, and their names looked up when the text is read: who has another
 * name is called by it, and who is suspended or erased by none. What belongs to another subgraph has the name that it had when it was told,
 * for when it is not known here.
 */
interface Values {
  person: string | null;
  event: { id: string; title: string | null };
  organization: { id: string; name: string };
  /** A sentence that names what is null is left out; so for moments. */
  text: string | null;
  /** The same, in the reader's language where `noteTexts` has it. */
  notes: string | null;
  count: number;
  /** What an announcement says, by its id: `title` or `body`, as the variable is called. */
  announced: string;
  /** Told in this IANA zone; null: in the reader's. */
  moment: { at: string; zone: string | null } | null;
  money: { amountMinor: number; currency: string };
}

export type Variable = keyof Values | readonly string[];

const YES_OR_NO = ['YES', 'NO'] as const;
const WORK = ['OWNER', 'MANAGER', 'STAFF'] as const;
const BADGES = ['FIRST_EVENT', 'REGULAR', 'DEVOTEE', 'CRITIC', 'HOST', 'IMPRESARIO'] as const;
const GROUP_WORK = ['OWNER', 'ADMIN', 'MODERATOR', 'MEMBER', 'NONE'] as const;
const REPORTED = ['REVIEW', 'MESSAGE', 'PROFILE', 'POST', 'COMMENT', 'GROUP', 'COLLECTION', 'VENUE', 'ORGANIZATION'] as const;
const TEAM_WORK = ['OWNER', 'EDITOR', 'BOX_OFFICE', 'DOOR'] as const;

/** The variables of each kind's texts; a list is a choice among its words. */
export const VARIABLES = {
  CONNECTION_REQUESTED: { person: 'person' },
  CONNECTION_ACCEPTED: { person: 'person' },
  FOLLOWED: { person: 'person' },
  EVENT_UPDATED: { event: 'event', startsAt: 'moment', venue: 'text', placeIsOpen: YES_OR_NO, formerTitle: 'text' },
  EVENT_CANCELLED: { event: 'event', startsAt: 'moment', reason: 'text', paid: YES_OR_NO },
  EVENT_APPROVED: { event: 'event', what: ['EVENT', 'CHANGE'], notes: 'notes' },
  EVENT_NEEDS_REVISION: { event: 'event', what: ['EVENT', 'CHANGE'], notes: 'notes' },
  EVENT_REJECTED: { event: 'event', what: ['EVENT', 'ON_SHOW', 'CHANGE'], notes: 'notes' },
  EVENT_HIDDEN: { event: 'event' },
  REVIEW_REMOVED: { event: 'event' },
  CONTENT_REMOVED: { what: REPORTED, state: ['REMOVED', 'RESTORED'], notes: 'notes' },
  CONTENT_APPEAL_UPHELD: { what: REPORTED, notes: 'notes' },
  REPORT_SETTLED: { what: REPORTED, outcome: ['UPHELD', 'DISMISSED', 'UNAVAILABLE', 'REPEATED'] },
  PLACE_OFFERED: { event: 'event', expiresAt: 'moment' },
  ORDER_PAID: { event: 'event', tickets: 'count', total: 'money' },
  ORDER_REFUNDED: { event: 'event', amount: 'money' },
  ORDER_PART: {
    state: ['ASKED', 'MISSING', 'COMPLETE', 'RETURNED'],
    person: 'person',
    event: 'event',
    amount: 'money',
    expiresAt: 'moment',
  },
  DEPOSIT_SETTLED: { state: ['RETURNED', 'KEPT'], event: 'event', amount: 'money' },
  DOCUMENT_ISSUED: { kind: ['INVOICE', 'RECEIPT', 'CREDIT_NOTE'], number: 'text', event: 'event', total: 'money' },
  TICKET_TAKEN_BACK: { event: 'event', tickets: 'count' },
  PLAN: {
    state: ['TRIAL_STARTED', 'TRIAL_ENDING', 'STARTED', 'RENEWED', 'CHANGED', 'PAYMENT_FAILED', 'ENDED', 'REFUNDED'],
    plan: ['PLUS', 'ORGANISER'],
    amount: 'money',
    expiresAt: 'moment',
  },
  PAYOUT: { state: ['MADE', 'FAILED'], amount: 'money' },
  PAYMENT_DISPUTED: { state: ['NEEDS_RESPONSE', 'WON', 'LOST'], event: 'event', amount: 'money', expiresAt: 'moment' },
  TICKET_OFFERED: { person: 'person', event: 'event', expiresAt: 'moment' },
  TICKET_TAKEN: { person: 'person', event: 'event' },
  MESSAGE_RECEIVED: { person: 'person' },
  MESSAGE_MENTIONED: { person: 'person', room: 'text' },
  EVENT_INVITED: { person: 'person', event: 'event' },
  GROUP_INVITED: { person: 'person', group: 'text' },
  GROUP_REQUESTED: { person: 'person', group: 'text' },
  GROUP_POLL_ASKED: { person: 'person', group: 'text', question: 'text' },
  GROUP_POLL_CLOSED: { group: 'text', question: 'text', leader: 'text' },
  WISH_LIST_SHARED: { person: 'person', list: 'text' },
  CREW_FEEDBACK_ASKED: { group: 'text' },
  GROUP_ROLE_CHANGED: { group: 'text', role: GROUP_WORK },
  ORGANIZATION_INVITED: { person: 'person', organization: 'organization', role: WORK },
  ORGANIZATION_JOINED: { person: 'person', organization: 'organization' },
  ORGANIZATION_ROLE_CHANGED: { organization: 'organization', role: [...WORK, 'NONE'] },
  EVENT_TEAM_INVITED: { person: 'person', event: 'event', role: TEAM_WORK },
  EVENT_TEAM_JOINED: { person: 'person', event: 'event', role: TEAM_WORK },
  IMPORT_ENDED: { state: ['SUCCEEDED', 'FAILED'], failure: 'text', created: 'count', updated: 'count', skipped: 'count' },
  WEBHOOK_DISABLED: { webhook: 'text', reason: ['GONE', 'FAILING', 'REMOVED'] },
  SEARCH_MATCHED: { search: 'text', event: 'event', events: 'count' },
  COLLECTION_INVITED: { person: 'person', collection: 'text', share: 'count' },
  COLLECTION_DECIDED: { collection: 'text', outcome: ['APPROVED', 'CHANGES_REQUESTED', 'REJECTED'], notes: 'notes' },
  COLLECTION_GREW: { collection: 'text', event: 'event', events: 'count' },
  EVENT_ANSWERED: { person: 'person', event: 'event', going: 'count' },
  FRIEND_GOING: { person: 'person', event: 'event' },
  EVENT_REMINDER: { event: 'event', lead: ['DAY', 'HOUR'], startsAt: 'moment', venue: 'text' },
  SECURITY_ALERT: {
    what: [
      'NEW_DEVICE',
      'PASSWORD_CHANGED',
      'PHONE_ADDED',
      'PHONE_REMOVED',
      'API_KEY_MADE',
      'APP_AUTHORIZED',
      'WEBHOOK_CHANGED',
      'ROLE_CHANGED',
    ],
    at: 'moment',
    device: 'text',
    app: 'text',
    role: ['USER', 'CURATOR', 'MODERATOR', 'ADMIN', 'NONE'],
  },
  BADGE_EARNED: { badge: BADGES },
  EVENT_ANNOUNCED: { event: 'event', text: 'text' },
  GOAL_REMINDER: { goal: 'text', progress: 'text', days: 'count' },
  ACTIVITY_REPORT: { period: ['WEEKLY', 'MONTHLY'], hours: 'count' },
  PERSONAL_SUGGESTIONS: { text: 'text' },
  SYSTEM_ANNOUNCEMENT: { title: 'announced', body: 'announced' },
} as const satisfies Record<NotificationType, Record<string, Variable>>;

type ValueOf<V extends Variable> = V extends keyof Values ? Values[V] : V extends readonly (infer Choice)[] ? Choice : never;

/** What a text of this kind is made from; stored as it is. */
export type ParametersOf<Kind extends NotificationType> = {
  -readonly [Name in keyof (typeof VARIABLES)[Kind]]: (typeof VARIABLES)[Kind][Name] extends Variable
    ? ValueOf<(typeof VARIABLES)[Kind][Name]>
    : never;
} & { noteTexts?: NoteTexts };

/** The text of a notification that was stored as such, in English, before there were parameters. */
export interface Told {
  told: { title: string; body: string };
}

/** Of these an event, a team or a group is the sender: they stand also when the person who wrote them is suspended or gone. */
export const INVITATIONS: readonly NotificationType[] = ['EVENT_INVITED', 'GROUP_INVITED', 'EVENT_TEAM_INVITED'];

export type Priority = 'LOW' | 'NORMAL' | 'HIGH' | 'URGENT';

/** How much each kind presses. */
export const PRIORITIES: Record<NotificationType, Priority> = {
  CONNECTION_REQUESTED: 'NORMAL',
  CONNECTION_ACCEPTED: 'LOW',
  FOLLOWED: 'LOW',
  EVENT_UPDATED: 'HIGH',
  EVENT_CANCELLED: 'URGENT',
  EVENT_APPROVED: 'NORMAL',
  EVENT_NEEDS_REVISION: 'HIGH',
  EVENT_REJECTED: 'HIGH',
  EVENT_HIDDEN: 'HIGH',
  REVIEW_REMOVED: 'NORMAL',
  CONTENT_REMOVED: 'HIGH',
  CONTENT_APPEAL_UPHELD: 'NORMAL',
  REPORT_SETTLED: 'LOW',
  PLACE_OFFERED: 'URGENT',
  ORDER_PAID: 'NORMAL',
  ORDER_REFUNDED: 'NORMAL',
  ORDER_PART: 'NORMAL',
  DEPOSIT_SETTLED: 'NORMAL',
  DOCUMENT_ISSUED: 'NORMAL',
  TICKET_TAKEN_BACK: 'HIGH',
  PLAN: 'NORMAL',
  PAYOUT: 'NORMAL',
  PAYMENT_DISPUTED: 'HIGH',
  TICKET_OFFERED: 'HIGH',
  TICKET_TAKEN: 'NORMAL',
  MESSAGE_RECEIVED: 'NORMAL',
  MESSAGE_MENTIONED: 'NORMAL',
  EVENT_INVITED: 'NORMAL',
  GROUP_INVITED: 'NORMAL',
  GROUP_REQUESTED: 'NORMAL',
  GROUP_POLL_ASKED: 'NORMAL',
  GROUP_POLL_CLOSED: 'NORMAL',
  WISH_LIST_SHARED: 'NORMAL',
  CREW_FEEDBACK_ASKED: 'LOW',
  GROUP_ROLE_CHANGED: 'NORMAL',
  ORGANIZATION_INVITED: 'NORMAL',
  ORGANIZATION_JOINED: 'LOW',
  ORGANIZATION_ROLE_CHANGED: 'HIGH',
  EVENT_TEAM_INVITED: 'NORMAL',
  EVENT_TEAM_JOINED: 'LOW',
  IMPORT_ENDED: 'LOW',
  WEBHOOK_DISABLED: 'HIGH',
  SEARCH_MATCHED: 'NORMAL',
  COLLECTION_INVITED: 'NORMAL',
  COLLECTION_DECIDED: 'NORMAL',
  COLLECTION_GREW: 'LOW',
  EVENT_ANSWERED: 'LOW',
  FRIEND_GOING: 'LOW',
  EVENT_REMINDER: 'HIGH',
  SECURITY_ALERT: 'URGENT',
  SYSTEM_ANNOUNCEMENT: 'NORMAL',
  BADGE_EARNED: 'LOW',
  EVENT_ANNOUNCED: 'NORMAL',
  GOAL_REMINDER: 'NORMAL',
  ACTIVITY_REPORT: 'LOW',
  PERSONAL_SUGGESTIONS: 'LOW',
};

/** An announcement can press more than others of its kind. */
export const priorityOf = ({ type, parameters }: { type: NotificationType; parameters: unknown }): Priority =>
  (parameters as { priority?: Priority }).priority ?? PRIORITIES[type];
