import { id, idempotencyKey, z } from '@marquee/platform';

const base = { collectionId: id(), idempotencyKey: idempotencyKey() };

export const inviteCoCuratorInput = z.object({
  ...base,
  userId: id(),
  sharePercent: z.number().int('must be a whole number').min(0, 'must be 0 to 100').max(100, 'must be 0 to 100'),
});
export type InviteCoCurator = z.output<typeof inviteCoCuratorInput>;

export const answerCoCuratorInvitationInput = z.object({ ...base, accept: z.boolean() });
export type AnswerCoCuratorInvitation = z.output<typeof answerCoCuratorInvitationInput>;

export const removeCoCuratorInput = z.object({ ...base, userId: id() });
export type RemoveCoCurator = z.output<typeof removeCoCuratorInput>;

export const collectionInput = z.object(base);
export type OneCollection = z.output<typeof collectionInput>;
