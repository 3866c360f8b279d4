import { id, idempotencyKey, line, webAddress, z } from '@marquee/platform';
import { ownName } from '../user/user.input';
import { SLUG, SLUG_FAULT } from './organization-slug';

const name = () => ownName(line(120));
const slug = () => ownName(z.string().regex(SLUG, SLUG_FAULT));
const role = () => z.enum(['OWNER', 'MANAGER', 'STAFF']);

export const createOrganizationInput = z.object({
  name: name(),
  slug: slug().nullish(),
  websiteUrl: webAddress().nullish(),
  idempotencyKey: idempotencyKey(),
});

export type CreateOrganization = z.output<typeof createOrganizationInput>;

/** Null for what cannot be empty is as if it were absent. */
export const updateOrganizationInput = z.object({
  organizationId: id(),
  name: name().nullish(),
  slug: slug().nullish(),
  websiteUrl: webAddress().nullish(),
  idempotencyKey: idempotencyKey(),
});

export type UpdateOrganization = z.output<typeof updateOrganizationInput>;

export const verifyOrganizationInput = z.object({
  organizationId: id(),
  verified: z.boolean().default(true),
  idempotencyKey: idempotencyKey(),
});

export type VerifyOrganization = z.output<typeof verifyOrganizationInput>;

export const inviteToOrganizationInput = z.object({
  organizationId: id(),
  userId: id(),
  role: role(),
  idempotencyKey: idempotencyKey(),
});

export type InviteToOrganization = z.output<typeof inviteToOrganizationInput>;

export const respondToOrganizationInvitationInput = z.object({
  invitationId: id(),
  accept: z.boolean(),
  idempotencyKey: idempotencyKey(),
});

export type RespondToOrganizationInvitation = z.output<typeof respondToOrganizationInvitationInput>;

export const withdrawOrganizationInvitationInput = z.object({ invitationId: id(), idempotencyKey: idempotencyKey() });

export type WithdrawOrganizationInvitation = z.output<typeof withdrawOrganizationInvitationInput>;

export const setOrganizationRoleInput = z.object({
  organizationId: id(),
  userId: id(),
  role: role(),
  idempotencyKey: idempotencyKey(),
});

export type SetOrganizationRole = z.output<typeof setOrganizationRoleInput>;

export const removeFromOrganizationInput = z.object({ organizationId: id(), userId: id(), idempotencyKey: idempotencyKey() });

export type RemoveFromOrganization = z.output<typeof removeFromOrganizationInput>;

export const transferOrganizationInput = z.object({ organizationId: id(), userId: id(), idempotencyKey: idempotencyKey() });

export type TransferOrganization = z.output<typeof transferOrganizationInput>;
