import { id, idempotencyKey, soughtText, z } from '@marquee/platform';
import { email } from '../account/account.input';

export const inviteToOrganizationByMailInput = z.object({
  organizationId: id(),
  email: email(),
  role: z.enum(['OWNER', 'MANAGER', 'STAFF']),
  idempotencyKey: idempotencyKey(),
});

export type InviteToOrganizationByMail = z.output<typeof inviteToOrganizationByMailInput>;

export const respondToMailedInvitationInput = z.object({
  token: soughtText(200),
  accept: z.boolean(),
  idempotencyKey: idempotencyKey(),
});

export type RespondToMailedInvitation = z.output<typeof respondToMailedInvitationInput>;

export const withdrawMailedInvitationInput = z.object({ invitationId: id(), idempotencyKey: idempotencyKey() });

export type WithdrawMailedInvitation = z.output<typeof withdrawMailedInvitationInput>;
