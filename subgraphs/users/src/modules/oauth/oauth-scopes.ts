import { apiScopes } from '../api-key/api-key-scopes';
import { OAuthFault } from './oauth-fault';

export type Scope = (typeof apiScopes)[number];

/** What is asked for (`EVENTS_READ CHAT_WRITE`) of what may be had; nothing said is all of it. */
export function askedScopes(asked: string | null, most: readonly string[], back: OAuthFault['back'] = null): string[] {
  if (asked === null) return [...most];
  const scopes = [...new Set(asked.split(' ').filter(Boolean))];
  const other = scopes.find((scope) => !most.includes(scope));
  if (other !== undefined || scopes.length === 0)
    throw new OAuthFault('invalid_scope', `${other ?? 'Nothing'} is not among what the app may ask for.`, back);
  return scopes;
}

/** What a scope lets an app do, as its person is told before they agree. */
export const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  ACCOUNT_READ: 'see your own profile, preferences, notifications and points',
  ACCOUNT_WRITE: 'change your profile and preferences',
  PEOPLE_READ: 'see profiles of people, as you may see them',
  ORGANIZATIONS_READ: 'see your organisations and their people',
  ORGANIZATIONS_WRITE: 'make and run organisations for you',
  EVENTS_READ: 'see events, also your drafts and their numbers',
  EVENTS_WRITE: 'make events, change them and call them off',
  ATTENDANCE_READ: 'see where you go, and who comes to your events',
  ATTENDANCE_WRITE: 'answer invitations, invite people, let guests in, and show your entry passes',
  CURATION_READ: 'see your reviews and reports',
  CURATION_WRITE: 'write reviews and reports in your name',
  SOCIAL_READ: 'see your friends, groups, posts and activity',
  SOCIAL_WRITE: 'make friends, post, and join or run groups in your name',
  CHAT_READ: 'read your conversations',
  CHAT_WRITE: 'write messages in your name',
  PAYMENTS_READ: 'see your orders, tickets and payouts',
  PAYMENTS_WRITE: 'buy, sell and refund with your money, and show the codes of your tickets',
  WEBHOOKS_READ: 'see your webhooks and what was sent to them',
  WEBHOOKS_WRITE: 'send the news of your webhooks again',
  STAFF_READ: 'see what only staff of the platform see, where you are one of them',
  STAFF_WRITE: 'decide as staff of the platform, where you are one of them',
};

/** What to say of these scopes: to write includes to read, so that the latter needs no line of its own. */
export const wordsOf = (scopes: readonly string[]): string[] =>
  apiScopes.filter((scope) => scopes.includes(scope)).map((scope) => SCOPE_WORDS[scope]);
