import { id, idempotencyKey, line, z } from '@marquee/platform';

const question = z
  .object({
    id: id().nullish(),
    kind: z.enum(['TEXT', 'CHOICE', 'YES_NO']),
    prompt: line(300),
    choices: z.array(line(100)).max(30, 'must be at most 30').nullish(),
    required: z.boolean().nullish(),
  })
  .superRefine(({ kind, choices }, context) => {
    const given = choices ?? [];
    const issue = (message: string) => context.addIssue({ code: 'custom', path: ['choices'], message });
    if (kind !== 'CHOICE' && given.length > 0) issue('must be left out: only CHOICE has choices');
    if (kind === 'CHOICE' && new Set(given).size < Math.max(2, given.length)) issue('must be at least 2 different ones');
  });

export const setEventRegistrationInput = z.object({
  eventId: id(),
  maxCompanions: z.int().min(0, 'must not be negative').max(50, 'must be at most 50').nullish(),
  allowReentry: z.boolean().nullish(),
  questions: z.array(question).max(30, 'must be at most 30').nullish(),
  idempotencyKey: idempotencyKey(),
});

export type SetEventRegistration = z.output<typeof setEventRegistrationInput>;
export type QuestionToAsk = z.output<typeof question>;
