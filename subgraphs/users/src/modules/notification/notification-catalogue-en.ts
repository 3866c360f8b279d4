import type { Catalogue } from './notification-catalogue.types';

const WORK = 'OWNER {an owner, who decides about everything} MANAGER {a manager, who runs its events} other {staff, who help at the door}';
const TEAM_WORK =
  'OWNER {an owner, who decides about everything} EDITOR {an editor, who looks after what it says and after its guests} BOX_OFFICE {the box office, which sees to tickets and refunds} other {at the door, where guests are let in}';

export const english: Catalogue = {
  words: { person: 'somebody', event: 'an event' },
  moment: '{date} at {time} ({zone})',
  kinds: {
    CONNECTION_REQUESTED: { title: '{person} would like to connect', body: ['Accept or decline the request of {person}.'] },
    CONNECTION_ACCEPTED: { title: '{person} accepted your request', body: ['You and {person} are connected now.'] },
    EVENT_UPDATED: {
      title: '{event} has changed',
      body: [
        'It begins {startsAt} now.',
        'It takes place at {venue} now.',
        '{placeIsOpen, select, YES {Its place is open now.} other {}}',
        'It was called {formerTitle}.',
      ],
    },
    EVENT_CANCELLED: {
      title: '{event} is cancelled',
      body: ['It was to begin {startsAt}.', 'The organiser writes: {reason}', '{paid, select, YES {What you paid is refunded.} other {}}'],
    },
    EVENT_APPROVED: {
      title: '{what, select, CHANGE {Your change of {event} is on show} other {{event} is approved}}',
      body: [
        '{what, select, CHANGE {A curator approved it.} other {Everybody can find it now.}}',
        '{what, select, CHANGE {{notes}} other {The curator writes: {notes}}}',
      ],
    },
    EVENT_NEEDS_REVISION: {
      title: '{what, select, CHANGE {Your change of {event} needs something else} other {{event} needs changes}}',
      body: [
        '{what, select, CHANGE {The approved version stays on show.} other {Change it and submit it again.}}',
        '{what, select, CHANGE {{notes}} other {The curator writes: {notes}}}',
      ],
    },
    EVENT_REJECTED: {
      title: '{what, select, CHANGE {Your change of {event} was refused} ON_SHOW {{event} was taken down} other {{event} was rejected}}',
      body: [
        '{what, select, CHANGE {The approved version stays on show.} other {You may mend it and submit it again, three times at most.}}',
        '{what, select, CHANGE {{notes}} other {The curator writes: {notes}}}',
      ],
    },
    EVENT_HIDDEN: {
      title: '{event} is hidden',
      body: ['Several people objected to it.', 'Only its guests see it until a curator has decided.'],
    },
    REVIEW_REMOVED: {
      title: 'Your review of {event} was removed',
      body: ['A moderator took it down.', 'You cannot write another one for 30 days.'],
    },
    CONTENT_REMOVED: {
      title:
        '{state, select, RESTORED {Back} other {Removed}}: {what, select, REVIEW {your review} MESSAGE {your message} POST {your post} COMMENT {your comment} GROUP {your group} COLLECTION {your collection} VENUE {your place} ORGANIZATION {your organisation} other {your profile}}',
      body: [
        '{state, select, RESTORED {Somebody else has looked at it again.} other {A moderator removed it after reports.}}',
        'A moderator writes: {notes}',
      ],
    },
    CONTENT_APPEAL_UPHELD: {
      title: 'Your appeal was not granted',
      body: [
        'Somebody else has looked again at {what, select, REVIEW {your review} MESSAGE {your message} POST {your post} COMMENT {your comment} GROUP {your group} COLLECTION {your collection} VENUE {your place} ORGANIZATION {your organisation} other {your profile}}, and the decision stands.',
        'They write: {notes}',
      ],
    },
    REPORT_SETTLED: {
      title: 'What came of your report',
      body: [
        '{outcome, select, UPHELD {It was removed. Thank you.} DISMISSED {Those who judge saw nothing against the rules; it stays.} REPEATED {It is what you reported before, and that was decided.} other {It could not be looked at: it is gone, or not for you to see.}}',
        '{what, select, REVIEW {A review} MESSAGE {A message} POST {A post} COMMENT {A comment} GROUP {A group} COLLECTION {A collection} VENUE {A place} ORGANIZATION {An organisation} other {A profile}}.',
      ],
    },
    PLACE_OFFERED: {
      title: 'A place at {event} is free for you',
      body: ['Take it before {expiresAt}; then it goes to the next in line.'],
    },
    ORDER_PAID: {
      title: 'Your tickets for {event}',
      body: ['{tickets, plural, =1 {One ticket is} other {# tickets are}} yours; you paid {total}.'],
    },
    ORDER_REFUNDED: { title: 'Your refund for {event}', body: ['{amount} are on their way back to you.'] },
    ORDER_PART: {
      title:
        '{state, select, ASKED {{person} asks you to pay your part for {event}} MISSING {Parts of your order for {event} are missing} COMPLETE {The tickets for {event} are bought} other {Your part for {event} goes back}}',
      body: [
        '{state, select, ASKED {Your part is {amount}. Pay it before {expiresAt}.} MISSING {{amount} were not paid in time. Pay them before {expiresAt}, or everything goes back.} COMPLETE {Everybody has paid; your part was {amount}.} other {Not everybody has paid: {amount} are on their way to you.}}',
      ],
    },
    DEPOSIT_SETTLED: {
      title: '{state, select, KEPT {Your deposit for {event} was kept} other {Your deposit for {event} goes back}}',
      body: [
        '{state, select, KEPT {Nobody came with your ticket: {amount} are the organiser’s.} other {{amount} are on their way to you.}}',
      ],
    },
    DOCUMENT_ISSUED: {
      title: '{kind, select, INVOICE {Your invoice} RECEIPT {Your receipt} other {Your credit note}} {number}',
      body: ['{event}: {kind, select, CREDIT_NOTE {{total} go back to you.} other {you paid {total}.}}', 'You find it with your order.'],
    },
    TICKET_TAKEN_BACK: {
      title: '{tickets, plural, =1 {Your ticket} other {Your tickets}} for {event} {tickets, plural, =1 {was} other {were}} taken back',
      body: ['{tickets, plural, =1 {It lets} other {They let}} nobody in any more.', 'Ask the organiser why.'],
    },
    PLAN: {
      title:
        'Your plan {plan} {state, select, TRIAL_STARTED {can be tried} TRIAL_ENDING {is about to be charged} STARTED {has begun} RENEWED {was renewed} CHANGED {was changed} PAYMENT_FAILED {could not be renewed} REFUNDED {: money goes back} other {has ended}}',
      body: [
        '{state, select, TRIAL_STARTED {Nothing is charged before {expiresAt}; then {amount}, unless you cancel.} TRIAL_ENDING {Your trial ends {expiresAt}: then {amount} are charged, unless you cancel.} STARTED {You paid {amount}. It is renewed {expiresAt}.} RENEWED {You paid {amount}. It is renewed {expiresAt}.} CHANGED {You paid {amount}. It is renewed {expiresAt}.} PAYMENT_FAILED {{amount} could not be charged. We try again {expiresAt}: save another payment method before that, or cancel.} other {}}',
        '{state, select, REFUNDED {{amount} are on their way back to you.} ENDED {You have what everybody has. You can begin again whenever you like.} other {}}',
      ],
    },
    PAYOUT: {
      title: '{state, select, MADE {Your payout} other {Your payout failed}}',
      body: [
        '{state, select, MADE {{amount} are on their way to your bank.} other {{amount} could not be sent. See what the processor asks of you; the money goes out with the next payout.}}',
      ],
    },
    PAYMENT_DISPUTED: {
      title:
        '{state, select, NEEDS_RESPONSE {A payment for {event} is disputed} WON {A dispute over {event} was won} other {A dispute over {event} was lost}}',
      body: [
        '{state, select, NEEDS_RESPONSE {The bank of a buyer calls {amount} back. Say why the sale was right before {expiresAt}, or the money goes back.} WON {{amount} stay with you.} other {{amount} went back to the buyer, and the price of the dispute is taken off what you earn.}}',
      ],
    },
    TICKET_OFFERED: { title: '{person} gives you a ticket for {event}', body: ['Accept it before {expiresAt}.'] },
    TICKET_TAKEN: {
      title: '{person} took your ticket for {event}',
      body: ['The ticket is theirs; your code for it is not valid any more.'],
    },
    MESSAGE_RECEIVED: { title: '{person} wrote to you', body: ['Open the conversation to read it.'] },
    MESSAGE_MENTIONED: { title: '{person} mentioned you in {room}', body: ['Open the conversation to read it.'] },
    EVENT_INVITED: { title: '{person} invites you to {event}', body: ['Say whether you will come.'] },
    GROUP_INVITED: {
      title: '{person} invites you to {group}',
      body: ['Join the group to see who is in it and to talk in its room.'],
    },
    FOLLOWED: { title: '{person} follows you', body: ['Look at their profile.'] },
    GROUP_REQUESTED: { title: '{person} would like to join {group}', body: ['Let them in, or do not.'] },
    GROUP_POLL_ASKED: { title: '{person} asks {group}', body: ['{question}'] },
    GROUP_POLL_CLOSED: { title: '{group} has decided: {question}', body: ['Chosen: {leader}.', 'Look at what was chosen.'] },
    WISH_LIST_SHARED: { title: '{person} shares a wish-list with you', body: ['{list}'] },
    CREW_FEEDBACK_ASKED: { title: 'How was it with {group}?', body: ['Say whom you would meet again. Nobody learns who said what.'] },
    GROUP_ROLE_CHANGED: {
      title:
        '{role, select, NONE {You are not in {group} any more} MEMBER {You are a member of {group}} other {You have another role in {group}}}',
      body: [
        '{role, select, NONE {Those who run the group have ended your membership.} OWNER {The group is yours now.} ADMIN {You are an admin now.} MODERATOR {You are a moderator now.} other {You can talk along.}}',
      ],
    },
    ORGANIZATION_INVITED: {
      title: '{person} invites you to work for {organization}',
      body: [`You would be {role, select, ${WORK}}.`, 'Accept or decline the invitation.'],
    },
    ORGANIZATION_JOINED: { title: '{person} works for {organization} now', body: ['{person} accepted your invitation.'] },
    ORGANIZATION_ROLE_CHANGED: {
      title: '{role, select, NONE {You do not work for {organization} any more} other {You have another role at {organization}}}',
      body: [`{role, select, NONE {An owner or manager has ended your membership.} other {You are {role, select, ${WORK}} now.}}`],
    },
    EVENT_TEAM_INVITED: {
      title: '{person} invites you to the team of {event}',
      body: [`You would be {role, select, ${TEAM_WORK}}.`, 'Accept or decline the invitation.'],
    },
    EVENT_TEAM_JOINED: {
      title: '{person} is on the team of {event} now',
      body: [`{person} accepted your invitation and is {role, select, ${TEAM_WORK}}.`],
    },
    EVENT_ANNOUNCED: { title: 'News of {event}', body: ['{text}'] },
    IMPORT_ENDED: {
      title: '{state, select, SUCCEEDED {Your import is done} other {Your import has ended early}}',
      body: [
        '{failure}',
        '{created, plural, =1 {One event is new.} other {# events are new.}}',
        '{updated, plural, =0 {} =1 {One was brought up to date.} other {# were brought up to date.}}',
        '{skipped, plural, =0 {} =1 {One was left out; its record says why.} other {# were left out; their records say why.}}',
      ],
    },
    WEBHOOK_DISABLED: {
      title: 'Your webhook “{webhook}” is switched off',
      body: [
        '{reason, select, GONE {Its address says that nobody listens there any more (410).} REMOVED {An owner of its organisation removed it.} other {Nothing has reached it for three days.}}',
        '{reason, select, REMOVED {} other {What happens is kept for 30 days, and sent when you switch it on again.}}',
      ],
    },
    SEARCH_MATCHED: {
      title: '{events, plural, =1 {{event} is new in “{search}”} other {# new events in “{search}”}}',
      body: ['{events, plural, =1 {It has just come on show.} other {The next one is {event}.}}'],
    },
    COLLECTION_INVITED: {
      title: '{person} asks you to look after “{collection}”',
      body: ['You would have {share, number} % of what it sells.', 'Accept or decline.'],
    },
    COLLECTION_DECIDED: {
      title:
        '{outcome, select, APPROVED {“{collection}” is published} CHANGES_REQUESTED {“{collection}” needs changes} other {“{collection}” was refused}}',
      body: ['The curator writes: {notes}'],
    },
    COLLECTION_GREW: {
      title: '{events, plural, =1 {{event} is new in “{collection}”} other {# new events in “{collection}”}}',
      body: ['{events, plural, =1 {You follow this collection.} other {The next one is {event}.}}'],
    },
    EVENT_ANSWERED: { title: '{person} goes to {event}', body: ['{going, plural, =1 {The first guest.} other {# people go now.}}'] },
    FRIEND_GOING: { title: '{person} goes to {event}', body: ['You have answered it, too.'] },
    EVENT_REMINDER: {
      title: '{lead, select, HOUR {{event} begins soon} other {Reminder: {event}}}',
      body: ['It begins {startsAt}.', 'It takes place at {venue}.'],
    },
    SECURITY_ALERT: {
      title:
        '{what, select, NEW_DEVICE {Your account was used on a new device} PASSWORD_CHANGED {Your password was changed} PHONE_ADDED {A phone was added to your account} PHONE_REMOVED {The phone of your account was removed} API_KEY_MADE {A key for programs was made for your account} APP_AUTHORIZED {An app may act for your account} WEBHOOK_CHANGED {A webhook of your account was made or changed} other {Your role was changed}}',
      body: [
        '{what, select, NEW_DEVICE {Somebody signed in {at}.} PASSWORD_CHANGED {It happened {at}; all other sessions have ended.} other {It happened {at}.}}',
        'The device: {device}.',
        'The app: {app}. You end that in the settings.',
        '{role, select, ADMIN {You are an administrator now.} MODERATOR {You are a moderator now.} CURATOR {You are a curator now.} USER {You have no special rights any more.} other {}}',
        '{what, select, ROLE_CHANGED {} other {If that was not you, change your password and end all sessions.}}',
      ],
    },
    BADGE_EARNED: {
      title:
        'You have earned the badge “{badge, select, FIRST_EVENT {First event} REGULAR {Regular} DEVOTEE {Devotee} CRITIC {Critic} HOST {Host} other {Impresario}}”',
      body: [
        '{badge, select, FIRST_EVENT {You were at a first event.} REGULAR {You were at ten events.} DEVOTEE {You were at fifty events.} CRITIC {You wrote five reviews.} HOST {You published a first event.} other {You published ten events.}}',
      ],
    },
    GOAL_REMINDER: {
      title: 'Reminder: {goal}',
      body: [
        '{progress} so far.',
        '{days, plural, =0 {It ends today.} =1 {One day is left after today.} other {# days are left after today.}}',
      ],
    },
    ACTIVITY_REPORT: {
      title: '{period, select, WEEKLY {Your week in numbers} other {Your month in numbers}}',
      body: ['{hours, plural, =0 {} =1 {You studied one hour.} other {You studied # hours.}}', 'Your report is ready.'],
    },
    PERSONAL_SUGGESTIONS: { title: 'Suggestions for you', body: ['{text}'] },
    SYSTEM_ANNOUNCEMENT: { title: '{title}', body: ['{body}'] },
  },
};
