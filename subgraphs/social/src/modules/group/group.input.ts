import { id, idempotencyKey, latitude, line, longitude, text, webAddress, z } from '@marquee/platform';

const MOST_MEMBERS = 50_000;

const place = z
  .object({ name: line(120).nullish(), latitude: latitude().nullish(), longitude: longitude().nullish() })
  .refine((at) => (at.latitude == null) === (at.longitude == null), 'must have both latitude and longitude, or neither')
  .refine((at) => at.name != null || at.latitude != null, 'must have a name or a point');

/** What a group says of itself. */
const profile = {
  imageUrl: webAddress().nullish(),
  categorySlug: z
    .string()
    .regex(/^[a-z0-9-]{1,100}$/, 'must be the slug of a category')
    .nullish(),
  tags: z.array(line(50)).max(20, 'must be at most 20').nullish(),
  rules: z.array(line(200)).max(20, 'must be at most 20').nullish(),
  place: place.nullish(),
};
const privacy = z.enum(['PUBLIC', 'FRIENDS_ONLY', 'PRIVATE', 'INVITE_ONLY']);
const maxMembers = z.number().int().min(2, 'must be at least 2').max(MOST_MEMBERS, 'must be at most 50,000');

export const createGroupInput = z.object({
  ...{ name: line(80), description: text(2_000).nullish(), privacy, maxMembers },
  ...profile,
  idempotencyKey: idempotencyKey(),
});
export type CreateGroup = z.output<typeof createGroupInput>;

export const updateGroupInput = z.object({
  groupId: id(),
  ...{ name: line(80).nullish(), description: text(2_000).nullish(), privacy: privacy.nullish(), maxMembers: maxMembers.nullish() },
  ...profile,
  idempotencyKey: idempotencyKey(),
});
export type UpdateGroup = z.output<typeof updateGroupInput>;

export const archiveGroupInput = z.object({ groupId: id(), archived: z.boolean(), idempotencyKey: idempotencyKey() });
export type ArchiveGroup = z.output<typeof archiveGroupInput>;

/** Of mutations about a group alone. */
export const groupInput = z.object({ groupId: id(), idempotencyKey: idempotencyKey() });
export type OfGroup = z.output<typeof groupInput>;

/** Of mutations about a person in a group. */
export const groupPersonInput = z.object({ groupId: id(), userId: id(), idempotencyKey: idempotencyKey() });
export type OfGroupPerson = z.output<typeof groupPersonInput>;

export const setGroupRoleInput = z.object({
  ...{ groupId: id(), userId: id() },
  role: z.enum(['OWNER', 'ADMIN', 'MODERATOR', 'MEMBER']),
  idempotencyKey: idempotencyKey(),
});
export type SetGroupRole = z.output<typeof setGroupRoleInput>;

export const banFromGroupInput = z.object({
  ...{ groupId: id(), userId: id(), reason: line(200).nullish(), endsAt: z.date().nullish() },
  idempotencyKey: idempotencyKey(),
});
export type BanFromGroup = z.output<typeof banFromGroupInput>;

export const requestToJoinGroupInput = z.object({ groupId: id(), message: text(500).nullish(), idempotencyKey: idempotencyKey() });
export type RequestToJoinGroup = z.output<typeof requestToJoinGroupInput>;

export const answerGroupRequestInput = z.object({ groupId: id(), userId: id(), accept: z.boolean(), idempotencyKey: idempotencyKey() });
export type AnswerGroupRequest = z.output<typeof answerGroupRequestInput>;

export const createGroupLinkInput = z.object({
  groupId: id(),
  maxUses: z.number().int().min(1, 'must be at least 1').max(1_000, 'must be at most 1,000'),
  hours: z.number().int().min(1, 'must be at least 1').max(720, 'must be at most 720'),
  idempotencyKey: idempotencyKey(),
});
export type CreateGroupLink = z.output<typeof createGroupLinkInput>;

export const revokeGroupLinkInput = z.object({ linkId: id(), idempotencyKey: idempotencyKey() });
export type RevokeGroupLink = z.output<typeof revokeGroupLinkInput>;

export const joinGroupByLinkInput = z.object({
  code: z
    .string()
    .max(60, 'must have at most 60 characters')
    .transform((code) => code.replaceAll(/[\s-]/g, '').toUpperCase()),
  idempotencyKey: idempotencyKey(),
});
export type JoinGroupByLink = z.output<typeof joinGroupByLinkInput>;

/** By what groups are looked for. */
export const groupSearchInput = z.object({
  query: z.string().max(100, 'must have at most 100 characters').nullish(),
  near: z
    .object({
      latitude: latitude(),
      longitude: longitude(),
      radiusKm: z.number().positive('must be more than 0').max(500, 'must be at most 500').nullish(),
    })
    .nullish(),
  category: z.string().max(100, 'must have at most 100 characters').nullish(),
});

export const joinGroupInput = z.object({ groupId: id(), idempotencyKey: idempotencyKey() });
export type JoinGroup = z.output<typeof joinGroupInput>;

export const leaveGroupInput = z.object({ groupId: id(), idempotencyKey: idempotencyKey() });
export type LeaveGroup = z.output<typeof leaveGroupInput>;

export const inviteToGroupInput = z.object({ groupId: id(), userId: id(), idempotencyKey: idempotencyKey() });
export type InviteToGroup = z.output<typeof inviteToGroupInput>;

export const removeFromGroupInput = z.object({ groupId: id(), userId: id(), idempotencyKey: idempotencyKey() });
export type RemoveFromGroup = z.output<typeof removeFromGroupInput>;
