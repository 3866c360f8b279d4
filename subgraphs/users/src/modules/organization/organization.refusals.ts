import { Refusal } from '@marquee/platform';
import { MAX_MEMBERS } from './organization-limits';

export const slugTaken = () =>
  new Refusal('SlugTaken', 'CONFLICT', 'Another organisation has this slug. Choose another.', {}, { nextStep: 'CHOOSE_OTHER' });

const OWNER_NEEDED = 'An organisation needs an owner who is there. Make another member OWNER first.';
export const ownerNeeded = () => new Refusal('OwnerNeeded', 'NOT_ALLOWED_NOW', OWNER_NEEDED, {}, { nextStep: 'COMPLETE_ACTION' });

const FULL = `An organisation has at most ${MAX_MEMBERS} members and open invitations. Withdraw an invitation, or remove a member.`;
export const organizationFull = () => new Refusal('OrganizationFull', 'NOT_ALLOWED_NOW', FULL, { maxMembers: MAX_MEMBERS });

export const tooOften = (message: string, retryAt: Date) =>
  new Refusal('TooManyRequests', 'RATE_LIMITED', message, { retryAt }, { retryable: true });
