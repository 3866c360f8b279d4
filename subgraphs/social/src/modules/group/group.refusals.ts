import { Refusal } from '@marquee/platform';

export const groupFull = (maxMembers: number) =>
  new Refusal('GroupFull', 'NOT_ALLOWED_NOW', 'Every place in this group is taken.', { maxMembers }, { retryable: true, nextStep: 'WAIT' });

export const invitationNeeded = () =>
  new Refusal(
    'InvitationNeeded',
    'NOT_ALLOWED_NOW',
    'This group is entered by invitation. Ask a member to invite you.',
    {},
    { nextStep: 'ASK_ORGANISER' },
  );

export const mayNotInvite = () =>
  new Refusal('NotAllowed', 'FORBIDDEN', 'Ask the owner or a moderator of this group to invite people.', {}, { nextStep: 'ASK_ORGANISER' });
