import { id, idempotencyKey, z } from '@marquee/platform';

const answer = z.object({ userId: id(), wouldMeetAgain: z.boolean().nullish() });

export const giveCrewFeedbackInput = z.object({
  groupId: id(),
  answers: z
    .array(answer)
    .min(1, 'must not be empty')
    .max(50, 'must have at most 50 entries')
    .refine((answers) => new Set(answers.map(({ userId }) => userId)).size === answers.length, 'must not name anybody twice'),
  idempotencyKey: idempotencyKey(),
});
export type GiveCrewFeedback = z.output<typeof giveCrewFeedbackInput>;
