import { id, idempotencyKey, line, text, z } from '@marquee/platform';

export const appealSuspensionInput = z.object({
  emailOrUsername: z.string().max(254, 'must have at most 254 characters'),
  password: z.string().max(1024, 'must have at most 1,024 characters'),
  text: text(2000).refine((said) => said.trim() !== '', 'must not be empty'),
});

export type AppealSuspension = z.output<typeof appealSuspensionInput>;

export const decideSuspensionAppealInput = z.object({
  suspensionId: id(),
  outcome: z.enum(['LIFT', 'UPHOLD']),
  notes: line(500),
  idempotencyKey: idempotencyKey(),
});

export type DecideSuspensionAppeal = z.output<typeof decideSuspensionAppealInput>;
