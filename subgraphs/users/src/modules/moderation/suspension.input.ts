import { id, idempotencyKey, line, text, soughtText, z } from '@marquee/platform';

export const appealSuspensionInput = z.object({
  emailOrUsername: soughtText(254),
  password: soughtText(1024),
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
