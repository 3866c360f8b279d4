import type { ApiScope } from '../../generated/resolvers';

/** What a key may be given, as the SDL has it; a test compares the two. */
export const apiScopes = [
  'ACCOUNT_READ',
  'ACCOUNT_WRITE',
  'PEOPLE_READ',
  'ORGANIZATIONS_READ',
  'ORGANIZATIONS_WRITE',
  'EVENTS_READ',
  'EVENTS_WRITE',
  'ATTENDANCE_READ',
  'ATTENDANCE_WRITE',
  'CURATION_READ',
  'CURATION_WRITE',
  'SOCIAL_READ',
  'SOCIAL_WRITE',
  'CHAT_READ',
  'CHAT_WRITE',
  'PAYMENTS_READ',
  'PAYMENTS_WRITE',
  'WEBHOOKS_READ',
  'WEBHOOKS_WRITE',
  'STAFF_READ',
  'STAFF_WRITE',
] as const satisfies readonly ApiScope[];
